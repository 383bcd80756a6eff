"""The calls of a handler that may fail, or never return, with nothing around them that sees to the rest."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterable, Iterator

from svclint.checking.behaviour import SKIP, Behaviour, Emit, Try, children
from svclint.contract.effects import returns
from svclint.contract.events import At, Exposed, Wait, WaitKind
from svclint.source.module import Module
from svclint.source.walking import walk

# What other machines or programs decide.
_FAIL = frozenset([WaitKind.NETWORK, WaitKind.DATABASE, WaitKind.PROCESS, WaitKind.SCM])
_NAMED = (ast.Attribute, ast.Name)


def exposed(body: Behaviour, modules: Iterable[Module]) -> Iterator[Exposed]:
    """Each such call of a behaviour, once; ``modules`` are those that it may stand in."""
    found = list(_exposed(body))
    sheltered = [one for module in modules for one in _sheltered(module)] if found else []
    yield from (one for one in found if not any(_covers(shelter, one.at) for shelter in sheltered))


def _exposed(body: Behaviour) -> Iterator[Exposed]:
    stack, seen = [(body, False)], set()
    while stack:
        node, guarded = stack.pop()
        if (node, guarded) in seen:
            continue
        seen.add((node, guarded))
        match node:
            case Emit(event=Wait() as wait) if _lasts(wait) or (_fails(wait) and not guarded):
                yield Exposed(wait.at)
            case Try(body=inner, handlers=handlers, final=final):
                stack.append((inner, guarded or bool(handlers) or final is not SKIP))
                stack += [(one, guarded or final is not SKIP) for one in (*handlers, node.orelse)]
                stack.append((final, guarded))
            case _:
                stack += [(one, guarded) for one in children(node)]


def _lasts(wait: Wait) -> bool:
    return wait.asked == math.inf and wait.kind not in (WaitKind.LOCK, WaitKind.SLEEP)


def _fails(wait: Wait) -> bool:
    return wait.kind in _FAIL and wait.asked != 0


def _sheltered(module: Module) -> Iterator[At]:
    """The blocks of ``with`` that may keep an exception to themselves, and the functions that they call by name."""
    blocks = [one for one in walk(module.tree) if isinstance(one, (ast.With, ast.AsyncWith)) and _may(one, module)]
    yield from map(module.source.at, blocks)
    calls = (one.func for block in blocks for one in walk(block) if isinstance(one, ast.Call))
    names = {one.attr if isinstance(one, ast.Attribute) else one.id for one in calls if isinstance(one, _NAMED)}
    functions = (one for one in walk(module.tree) if isinstance(one, (ast.FunctionDef, ast.AsyncFunctionDef)))
    yield from (module.source.at(one) for one in functions if one.name in names)


def _may(block: ast.With | ast.AsyncWith, module: Module) -> bool:
    """Whether a manager is not known to let exceptions pass."""
    made = [one.context_expr for one in block.items if isinstance(one.context_expr, ast.Call)]
    return any(not _passes(one.func, module) for one in made)


def _passes(manager: ast.expr, module: Module) -> bool:
    name = module.canonical(manager) or (manager.id if isinstance(manager, ast.Name) else "")
    return name == "open" or returns(name) is not None


def _covers(shelter: At, at: At) -> bool:
    if shelter.path != at.path:
        return False
    return (shelter.line, shelter.column) <= (at.line, at.column) < (shelter.end_line, shelter.end_column)
