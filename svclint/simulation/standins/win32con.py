"""win32con: names of the Windows headers, those that have to do with services, files, processes and the registry."""

from __future__ import annotations

from svclint.simulation.standins import _facts

globals().update(_facts.constants("win32con"))
