"""Calls that do something to the machine: they ask the SCM by a child process, or take long."""

from __future__ import annotations

import ast

from svclint.checking.behaviour import SKIP, Behaviour, seq
from svclint.contract.effects import blocking, canonical
from svclint.contract.effects.commands import asks_scm
from svclint.contract.effects.machine import CHORES
from svclint.contract.events import Requested, Toils, WaitKind
from svclint.source.frame import Frame
from svclint.source.lowering.commands import command_line
from svclint.source.lowering.crews import child
from svclint.source.lowering.reader import Reader
from svclint.source.lowering.registry import written


def machine(reader: Reader, name: str, node: ast.Call, frame: Frame) -> Behaviour:
    """What the call of a library does to the machine, beside what the effect table says of waiting."""
    return seq(
        _asked(reader, name, node, frame),
        _toil(reader, name, node),
        child(reader, name, node, frame),
        written(reader, name, node, frame),
    )


def _asked(reader: Reader, name: str, node: ast.Call, frame: Frame) -> Behaviour:
    """A child process that is waited for asks the SCM; one that is not asks when its parent is elsewhere."""
    blocks = blocking(name)
    line = command_line(reader, node, frame) if blocks and blocks.kind is WaitKind.PROCESS else None
    return reader.emit(Requested(reader.at(node))) if line and asks_scm(line) else SKIP


def _toil(reader: Reader, name: str, node: ast.Call) -> Behaviour:
    chore = CHORES.get(canonical(name))
    return reader.emit(Toils(reader.at(node), chore)) if chore else SKIP
