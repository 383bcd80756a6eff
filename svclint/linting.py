"""Bytes in, findings out: the one road that the command, the flake8 plugin and the tests take."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from svclint.checking.driver import check
from svclint.checking.finding import Finding, Problem
from svclint.checking.internal import internal_error
from svclint.checking.judgement import Judgement
from svclint.checking.monitor import Monitor
from svclint.contract.records import value
from svclint.findings import found
from svclint.rules import monitors, read_rules
from svclint.rules.base import Scope
from svclint.source.module import Module
from svclint.source.positions import Source
from svclint.source.services import Service, services
from svclint.source.text import decode, has_markers, parse


@value
class FileReport:
    """What is to be said of one file.

    ``unknown`` counts the calls that could not be followed, ``bursts`` the searches that a budget ended early.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown: int = 0
    bursts: int = 0


def lint_bytes(data: bytes, path: str) -> FileReport:
    """Judge one file's bytes: every finding of every rule, *possible* ones too, no suppression applied."""
    if not has_markers(data):
        return FileReport(path)
    text = decode(data, path)
    if isinstance(text, Problem):
        return FileReport(path, problems=(text,))
    tree = parse(text, path)
    if isinstance(tree, Problem):
        return FileReport(path, problems=(tree,))
    return lint_tree(tree, text.split("\n"), path)


def lint_tree(tree: ast.Module, lines: list[str], path: str) -> FileReport:
    """The same for a host that has parsed the file already (flake8)."""
    source = Source(path, lines)
    read = list(services(Module(tree, source)))
    failures: list[Finding] = []
    judgements = [one for service in read for one in judge(service, failures)]
    findings = found((violation for one in judgements for violation in one.violations), lambda at: source.line(at.line))
    unknown = {place for service in read for place in service.session.unfollowed}
    bursts = sum(one.bursts for one in judgements) + sum(service.session.bursts for service in read)
    return FileReport(path, (*findings, *failures), (), len(unknown), bursts)


def judge(service: Service, failures: list[Finding]) -> Iterator[Judgement]:
    """Every monitor over the behaviours that its rules ask for. One that fails is named, the others go on."""
    for monitor, scope in monitors(read_rules()).items():
        try:
            yield from _judged(monitor, scope, service)
        except RecursionError:
            raise
        except Exception as error:
            failures.append(internal_error(service.cls.module.source.path, error))


def _judged(monitor: type[Monitor[Any]], scope: Scope, service: Service) -> Iterator[Judgement]:
    if Scope.LIFE in scope:
        yield check(monitor(), service.life, service.setting)
    if Scope.CONTROL in scope:
        yield from (check(monitor(), control.behaviour) for control in service.controls)
