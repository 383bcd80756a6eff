"""Where the program of a service begins that no framework runs: the function that registers the control handler."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property

from svclint.contract.foreign import REGISTER
from svclint.contract.records import record
from svclint.source.classes import ClassModel, Def
from svclint.source.hosts.chosen import MANUAL, chosen
from svclint.source.lowering.structures import is_structure
from svclint.source.module import Module
from svclint.source.walking import walk

RUN = "SvcRun"  # PythonService.exe calls it on whatever class it hosts, and reports STOPPED after it (contract D.1)
_STARTERS = {"Thread", "Timer", "Process", "submit", "start_new_thread", "run_in_executor", "to_thread", "apply_async"}
_OF_METHODS = {"staticmethod", "classmethod", "property", "override", "final"}


@record
class Routine:
    """A function of the module, with the class whose method it is, and the functions it stands in, outermost first.

    ``wrapped``: other code of the module is given the function, and may do more before and behind it.
    """

    node: Def
    owner: ClassModel | None
    around: tuple[Def, ...]
    code: tuple[ast.AST, ...] = field(default=())  # its own, without that of functions inside it
    wrapped: bool = False

    @property
    def name(self) -> str:
        """What others call it by: the class, for a constructor."""
        return self.owner.name if self.owner and self.node.name == "__init__" else self.node.name


class Entries:
    """The functions of one module that the SCM's dispatcher calls, as far as that is certain."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def mains(self) -> Iterator[Routine]:
        """The service's main functions: each that registers a handler, or whose one caller leads there."""
        found: dict[Def, Routine] = {}
        for routine in self.routines:
            if any(self._registers(one) for one in routine.code):
                main = self._main(routine, ())
                if main is not None and not self._started(main):
                    found.setdefault(main.node, replace(main, wrapped=self._wrapped(main)))
        yield from found.values()

    def _main(self, routine: Routine, below: Sequence[Routine]) -> Routine | None:
        """Up the calls, to a function that nobody calls, or that is handed to somebody who will."""
        if chosen(self.module, routine.node) in MANUAL or (routine.node.name != "__init__" and self._handed(routine)):
            return routine
        callers = [one for one in self.routines if one is not routine and routine.name in self._called(one)]
        if not callers:
            return routine if routine.node.name != "__init__" or self._run(routine) else None
        if len(callers) > 1 or callers[0] in below:
            return None
        return self._main(callers[0], (*below, routine))

    def _run(self, routine: Routine) -> bool:
        """Whether PythonService.exe may make an object of the class."""
        return routine.owner is not None and routine.owner.method(RUN) is not None

    def _registers(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Call) and _last(node.func) in self._registering

    def _handed(self, routine: Routine) -> bool:
        """Whether something else than a call mentions the function: a table, a callback type, a decorator."""
        decorated = any(_last(one) not in _OF_METHODS for one in routine.node.decorator_list)
        return decorated or routine.name in self._mentioned

    def _started(self, routine: Routine) -> bool:
        """Whether a thread runs the function: who begins the thread, and what comes behind it, is another story."""
        return any(_last(one.func) in _STARTERS for one in self._given.get(routine.name, ()))

    def _wrapped(self, routine: Routine) -> bool:
        names = {one.name for one in self.routines} | {one.name for one in self.module.classes if not is_structure(one)}
        return any(_last(one.func) in names for one in self._given.get(routine.name, ()))

    def _called(self, routine: Routine) -> set[str]:
        return {_last(one.func) for one in routine.code if isinstance(one, ast.Call)}

    @cached_property
    def routines(self) -> list[Routine]:
        """Every function of the module."""
        owners = {one.node: one for one in self.module.classes}
        return list(_routines(self.module.tree, owners, None, ()))

    @cached_property
    def _registering(self) -> set[str]:
        """What the functions that register a handler are called here."""
        names = set(REGISTER)
        for node in walk(self.module.tree):
            if isinstance(node, ast.Assign) and _names_one(node.value):
                names.update(_last(one) for one in node.targets)
        return names - {""}

    @cached_property
    def _given(self) -> dict[str, list[ast.Call]]:
        """The calls that are given something of a name, also in a tuple or a list."""
        found: dict[str, list[ast.Call]] = {}
        for node in walk(self.module.tree):
            if isinstance(node, ast.Call):
                for value in (*node.args, *(one.value for one in node.keywords)):
                    for part in _parts(value):
                        found.setdefault(_last(part), []).append(node)
        return found

    @cached_property
    def _mentioned(self) -> set[str]:
        """The names that are used otherwise than to call them."""
        called = {id(node.func) for node in walk(self.module.tree) if isinstance(node, ast.Call)}
        loads = (node for node in walk(self.module.tree) if isinstance(node, (ast.Name, ast.Attribute)))
        return {_last(node) for node in loads if isinstance(node.ctx, ast.Load) and id(node) not in called}


def _routines(
    tree: ast.AST, owners: dict[ast.ClassDef, ClassModel], owner: ClassModel | None, around: tuple[Def, ...]
) -> Iterator[Routine]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Routine(node, owner, around, tuple(_own_code(node)))
            yield from _routines(node, owners, owner, (*around, node))
        elif isinstance(node, ast.ClassDef):
            yield from _routines(node, owners, owners.get(node), ())
        elif isinstance(node, (ast.stmt, ast.ExceptHandler, ast.match_case)):
            yield from _routines(node, owners, owner, around)


def _own_code(function: Def) -> Iterator[ast.AST]:
    """The nodes of a function's body, those of functions and classes inside it left out."""
    stack: list[ast.AST] = list(function.body)
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            stack.extend(ast.iter_child_nodes(node))


def _last(node: ast.expr) -> str:
    """``handler`` of ``self.handler``."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _parts(value: ast.expr) -> Iterator[ast.expr]:
    if isinstance(value, (ast.Tuple, ast.List)):
        for one in value.elts:
            yield from _parts(one)
    else:
        yield value.value if isinstance(value, ast.Starred) else value


def _names_one(value: ast.expr) -> bool:
    """Whether a value is one of those functions: ``library.Register...``, or something that is made of its name."""
    if not isinstance(value, ast.Call):
        return _last(value) in REGISTER
    texts = (one.value for argument in value.args for one in walk(argument) if isinstance(one, ast.Constant))
    return _last(value.func) not in REGISTER and any(one in REGISTER for one in texts if isinstance(one, str))
