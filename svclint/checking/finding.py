"""A finding: a violation as people and programs read it."""

from __future__ import annotations

from svclint.checking.judgement import Certainty
from svclint.contract.events import At
from svclint.contract.records import value


@value
class Step:
    """One step of the path to a violation: where, and what happens there."""

    at: At
    text: str


@value
class Finding:
    """One defect. ``message`` is one sentence of fact in the user's own spelling; advice is on the rule's page.

    ``source`` is the physical line the finding stands on, for display. Positions count characters from 1.
    ``context`` is the definition around it (``Agent.SvcStop``), where that is known.
    """

    code: str
    message: str
    at: At
    certainty: Certainty
    clauses: tuple[str, ...]
    steps: tuple[Step, ...]
    source: str
    context: str = ""


@value
class Suppressed:
    """A finding that a comment covers, with the reason it gives; ``noqa``: by flake8's kind of comment."""

    finding: Finding
    reason: str
    noqa: bool = False


@value
class Unfollowed:
    """A call that could not be read: what was called, and why not."""

    at: At
    why: str


@value
class Problem:
    """Why a file could not be judged (syntax error, unreadable, ...): exit code 2, never a finding."""

    path: str
    line: int | None
    reason: str


@value
class FileReport:
    """What is to be said of one file.

    ``elsewhere``: what is wrong with its services in other files of the project; ``suppressed``: what comments cover
    of both. ``unknown`` are the calls that could not be followed, ``bursts`` counts the searches that a budget ended
    early.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    unknown: tuple[Unfollowed, ...] = ()
    bursts: int = 0
    elsewhere: tuple[Finding, ...] = ()
    suppressed: tuple[Suppressed, ...] = ()
