"""Which foreign functions a file declares: ``function.restype = ...`` and ``function.argtypes = ...``.

What is not declared ctypes takes for a C int of 32 bits, and a status handle has 64 (SVC812).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from svclint.contract.foreign import REGISTER, SET_STATUS, THIRTY_TWO_BITS
from svclint.source.module import Module
from svclint.source.walking import walk

RESULT, ARGUMENTS = "restype", "argtypes"
_FUNCTIONS = REGISTER | {SET_STATUS}


class Declarations:
    """The declarations of the SCM's functions in one file. What is not certain counts as declared."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.made: set[tuple[str, str]] = set()
        self.unsure = False
        self._aliases: dict[str, set[str]] = {}
        for node in walk(module.tree):
            self._read(node)
        for node in walk(module.tree):
            for target, value in _assigned(node):
                if isinstance(target, ast.Attribute) and target.attr in (RESULT, ARGUMENTS):
                    self._declare(target, value)

    def lacks(self, function: str, what: str) -> bool:
        """Whether a function is surely used without that declaration."""
        return not self.unsure and (function, what) not in self.made

    def _read(self, node: ast.AST) -> None:
        """Other names of the functions, and ways of declaring that are not followed."""
        if isinstance(node, ast.Call):
            texts = {one.value for one in walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}
            self.unsure = self.unsure or bool(texts & {*_FUNCTIONS, RESULT, ARGUMENTS})
        for target, value in _assigned(node):
            if isinstance(target, (ast.Name, ast.Attribute)) and _last(value) in _FUNCTIONS:
                self._aliases.setdefault(_last(target), set()).add(_last(value))

    def _declare(self, target: ast.Attribute, value: ast.expr) -> None:
        name = _last(target.value)
        functions = {name} & _FUNCTIONS or self._aliases.get(name, set())
        if not functions and not isinstance(target.value, ast.Attribute):
            self.unsure = True  # a loop over functions, say, or a helper that is given them
        if target.attr == ARGUMENTS or not self._short(value):
            self.made.update((function, target.attr) for function in functions)

    def _short(self, value: ast.expr) -> bool:
        """Whether a result type has no room for a pointer."""
        if isinstance(value, ast.Name) and len(self.module.globals.get(value.id, ())) == 1:
            value = self.module.globals[value.id][0]
        return self.module.canonical(value) in THIRTY_TWO_BITS


@lru_cache(maxsize=4)
def declarations(module: Module) -> Declarations:
    """The declarations of a file."""
    return Declarations(module)


def _assigned(node: ast.AST) -> Iterator[tuple[ast.expr, ast.expr]]:
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
                yield from zip(target.elts, node.value.elts, strict=False)
            else:
                yield target, node.value


def _last(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
