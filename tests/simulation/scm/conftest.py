"""Assertions outside test modules explain themselves as well."""

from __future__ import annotations

import pytest

_PARTS = ("controls", "database", "dispatch", "service", "shutdown", "starts")
pytest.register_assert_rewrite(*(f"tests.simulation.scm.conformance_{part}" for part in _PARTS))
