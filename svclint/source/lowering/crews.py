"""Executors, pools and child processes: what is handed to them, and whether the code lets go of them on purpose."""

from __future__ import annotations

import ast
import re
from functools import cache

from svclint.checking.behaviour import SKIP, Behaviour
from svclint.contract.effects import canonical, job
from svclint.contract.events import At, Employs
from svclint.source.frame import Frame
from svclint.source.knowledge import Fact
from svclint.source.lowering.arguments import Arguments
from svclint.source.lowering.reader import Reader
from svclint.source.lowering.threads import lasts
from svclint.source.positions import Source
from svclint.source.values import Thing

CHILD = "subprocess.Popen"
_RUNS = ("SvcDoRun", "SvcRun")
# Who reads these of a child, other than to log it, or knows these tools, may end it by means of their own.
_OTHERWISE = re.compile(
    r"(?<!sys)(?<!subprocess)\.(pid|_handle|stdin|stdout|stderr|returncode)\b|psutil|taskkill|win32job|JobObject|os\.kill"
)
_LOGS = re.compile(r"\b(log\w*|print|debug|info|warn\w*|error|exception|Log\w*Msg)\s*\(", re.IGNORECASE)
_TOGETHER = re.compile(r"(CREATE_(NO_WINDOW|NEW_CONSOLE|NEW_PROCESS_GROUP)|\w+_PRIORITY_CLASS)$")
_SIGNAL_OF_ITS_OWN = ("start_new_session", "process_group", "preexec_fn")


def handed(reader: Reader, pool: Thing, method: str, at: At, given: Arguments) -> Behaviour:
    """Work that an executor or pool is given, unless it goes where we do not follow."""
    what = job(f"{pool.cls}.{method}")
    if what is None or reader.knowledge.is_(Fact.ESCAPED, pool.key):
        return SKIP
    run = Thing(pool.cls, f"{pool.key}.{method}:{at.line}", given.get(what))
    return reader.emit(Employs(at, pool.key, False, lasts(reader, run), _tended(reader, pool.key)))


def child(reader: Reader, name: str, node: ast.Call, frame: Frame) -> Behaviour:
    """A child process that the code keeps for itself and neither waits for nor ends anywhere."""
    key = frame.naming
    if key is None or canonical(name) != CHILD or _loses(frame, key) or _meant_to_survive(node):
        return SKIP
    if _ends_otherwise(frame.module.source) or reader.knowledge.is_(Fact.ESCAPED, key) or _tended(reader, key):
        return SKIP
    return reader.emit(Employs(reader.at(node), key, True, None, tended=False))


def tend(reader: Reader, thing: object) -> None:
    """Somewhere the executor or the child is waited for or ended."""
    if isinstance(thing, Thing):
        reader.knowledge.note(Fact.TENDED, thing.key)


def _tended(reader: Reader, key: str) -> bool:
    return reader.knowledge.is_(Fact.TENDED, key)


def _loses(frame: Frame, key: str) -> bool:
    """Whether the variable is gone before the service ends."""
    return "@" in key and frame.label.rpartition(".")[2] not in _RUNS


def _meant_to_survive(node: ast.Call) -> bool:
    """Whether the child is started so that it may outlive its parent; where that cannot be read, too."""
    given = {one.arg: one.value for one in node.keywords}
    if None in given or any(name in given for name in _SIGNAL_OF_ITS_OWN):
        return True
    flags = given.get("creationflags")
    return flags is not None and not all(_TOGETHER.match(one) for one in _names(flags))


def _names(flags: ast.expr) -> list[str]:
    """The constants that flags are made of; what else they are made of, as it is written."""
    match flags:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _names(left) + _names(right)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return [name]
        case ast.Constant(value=0x08000000):
            return ["CREATE_NO_WINDOW"]
    return ["?"]


@cache
def _ends_otherwise(source: Source) -> bool:
    """Whether the file shows that it may end children by other means than their methods."""
    return any(_OTHERWISE.search(line) and not _LOGS.search(line) for line in source.lines)
