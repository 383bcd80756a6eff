"""winerror: names of error codes."""

from __future__ import annotations

from svclint.simulation.standins import _facts

globals().update(_facts.constants("winerror"))
