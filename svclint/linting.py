"""Bytes in, findings out: the one road that the command, the flake8 plugin and the tests take."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from typing import Any

from svclint.checking.driver import check
from svclint.checking.finding import Finding, Problem, Step
from svclint.checking.internal import internal_error
from svclint.checking.judgement import Certainty, Judgement, Violation
from svclint.checking.monitor import Monitor
from svclint.checking.steps import explain
from svclint.contract.events import Point, Test, Unread
from svclint.contract.records import value
from svclint.rules import all_rules, rule
from svclint.rules.base import Rule, Scope
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
    violations = _distinct(violation for one in judgements for violation in one.violations)
    findings = sorted((_finding(one, source) for one in violations), key=lambda one: (one.at, one.code))
    unknown = {place for service in read for place in service.session.unfollowed}
    bursts = sum(one.bursts for one in judgements) + sum(service.session.bursts for service in read)
    return FileReport(path, (*findings, *failures), (), len(unknown), bursts)


def judge(service: Service, failures: list[Finding]) -> Iterator[Judgement]:
    """Every monitor over the behaviours that its rules ask for. One that fails is named, the others go on."""
    for monitor, scope in _scopes().items():
        try:
            yield from _judged(monitor, scope, service)
        except RecursionError:
            raise
        except Exception as error:
            failures.append(internal_error(service.cls.module.source.path, error))


def _scopes() -> dict[type[Monitor[Any]], Scope]:
    """What each monitor looks at: what any of its rules asks for."""
    scopes: dict[type[Monitor[Any]], Scope] = {}
    for one in all_rules():
        scopes[one.monitor] = scopes.get(one.monitor, Scope(0)) | one.scope
    return scopes


def _judged(monitor: type[Monitor[Any]], scope: Scope, service: Service) -> Iterator[Judgement]:
    if Scope.LIFE in scope:
        yield check(monitor(), service.life, service.setting)
    if Scope.CONTROL in scope:
        yield from (check(monitor(), control.behaviour) for control in service.controls)


def _distinct(violations: Iterable[Violation]) -> list[Violation]:
    """One violation a rule and place, the most certain; where a more specific rule stands, the others are silent."""
    best: dict[tuple[str, object], Violation] = {}
    for one in violations:
        known = best.get((one.code, one.at))
        if known is None or (known.certainty is Certainty.POSSIBLE and one.certainty is Certainty.BROKEN):
            best[one.code, one.at] = one
    return [one for one in best.values() if not any((code, one.at) in best for code in rule(one.code).yields_to)]


def _finding(violation: Violation, source: Source) -> Finding:
    broken: type[Rule] = rule(violation.code)
    return Finding(
        violation.code,
        violation.text,
        violation.at,
        violation.certainty,
        broken.clauses,
        tuple(_steps(violation)),
        source.line(violation.at.line),
    )


def _steps(violation: Violation) -> Iterator[Step]:
    """The path for people: what only the engine needs to know is left out, and what repeats is said once."""
    told: Step | None = None
    for event in violation.path:
        if event.at.line and not isinstance(event, (Point, Test, Unread)):
            step = Step(event.at, explain(event))
            if step != told:
                yield step
            told = step
