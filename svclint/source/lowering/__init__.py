"""Lowering: Python's syntax tree to behaviours. Importing the package registers how each kind of node is read."""

from svclint.source.lowering import (
    assignments,
    branches,
    calls,
    displays,
    exceptions,
    expressions,
    functions,
    loops,
    outcomes,
)
from svclint.source.lowering.reader import Reader, Session

__all__ = [
    "Reader",
    "Session",
    "assignments",
    "branches",
    "calls",
    "displays",
    "exceptions",
    "expressions",
    "functions",
    "loops",
    "outcomes",
]
