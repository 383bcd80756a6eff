"""Bytes in, findings out: the one road that the command, the flake8 plugin and the tests take."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from svclint.checking.behaviour import Behaviour
from svclint.checking.census import Census
from svclint.checking.driver import examine
from svclint.checking.finding import FileReport, Finding, Problem, Unfollowed
from svclint.checking.internal import internal_error
from svclint.checking.judgement import Judgement
from svclint.findings import found
from svclint.rules import monitors, read_rules
from svclint.rules.base import Scope
from svclint.source.everywhere import everywhere
from svclint.source.imports import FRAMEWORK
from svclint.source.model import Service
from svclint.source.module import judged_module
from svclint.source.positions import Source
from svclint.source.program import programs
from svclint.source.project import Files
from svclint.source.services import services
from svclint.source.text import decode, has_markers, parse

Scoped: TypeAlias = "dict[Scope, list[Census]]"  # what there is to judge


def lint_bytes(data: bytes, path: str, files: Files | None = None) -> FileReport:
    """Judge one file's bytes: every finding of every rule, *possible* ones too, no suppression applied.

    ``files``: those that its imports are followed into; None: what is imported stays unknown.
    """
    if not has_markers(data):
        return FileReport(path)
    text = decode(data, path)
    if isinstance(text, Problem):
        return FileReport(path, problems=(text,))
    tree = parse(text, path)
    if isinstance(tree, Problem):
        return FileReport(path, problems=(tree,))
    return lint_tree(tree, text.split("\n"), path, files)


def lint_tree(tree: ast.Module, lines: list[str], path: str, files: Files | None = None) -> FileReport:
    """The same for a host that has parsed the file already (flake8)."""
    module = judged_module(tree, Source(path, lines), files)
    read = list(services(module))
    failures: list[Finding] = []
    judgements = [one for service in read for one in judge(service, failures)]
    framed = [one.cls for one in read if one.cls.derives(FRAMEWORK)]
    tops = [*programs(tree, module, framed[0]), everywhere(tree, module, framed[0])] if framed else []
    judgements += judge_program(tops, path, failures)
    findings = found(
        (violation for one in judgements for violation in one.violations), module.line, context=module.context
    )
    bursts = sum(one.bursts for one in judgements) + sum(service.session.bursts for service in read)
    return FileReport(
        path,
        (*(one for one in findings if one.at.path == path), *failures),
        unknown=_unfollowed(read),
        bursts=bursts,
        elsewhere=tuple(one for one in findings if one.at.path != path),
    )


def _unfollowed(read: list[Service]) -> tuple[Unfollowed, ...]:
    """What several services share is told once."""
    places = {place: one for service in read for place, one in service.session.unfollowed.items()}
    return tuple(places[place] for place in sorted(places))


def judge(service: Service, failures: list[Finding]) -> Iterator[Judgement]:
    """Every monitor over the behaviours that its rules ask for. One that fails is named, the others go on."""
    yield from _asked(_scopes_of(service), service.cls.module.source.path, failures)


def judge_program(tops: Sequence[Behaviour], path: str, failures: list[Finding]) -> Iterator[Judgement]:
    """The same over the top level of the file, in each way in which it begins."""
    yield from _asked({Scope.PROGRAM: [Census(one) for one in tops]}, path, failures)


def _scopes_of(service: Service) -> Scoped:
    return {
        Scope.LIFE: [Census(service.life, service.setting)],
        Scope.CONTROL: [Census(control.behaviour) for control in service.controls],
        Scope.WORKER: [Census(work) for work in service.session.threads()],
    }


def _asked(scoped: Scoped, path: str, failures: list[Finding]) -> Iterator[Judgement]:
    for monitor, wanted in monitors(read_rules()).items():
        censuses = [census for scope, some in scoped.items() if scope in wanted for census in some]
        try:
            yield from (examine(monitor(), census) for census in censuses)
        except RecursionError:
            raise
        except Exception as error:
            failures.append(internal_error(path, error))
