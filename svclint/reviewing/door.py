"""``svclint report``: the services of some files, for a reviewer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from svclint.checking.finding import Problem
from svclint.contract.effects import learn
from svclint.discovery import discover
from svclint.opening import Source as Opened
from svclint.opening import opened
from svclint.reviewing import forms
from svclint.reviewing.facts import Facts, facts
from svclint.saving import save
from svclint.settings import Settings
from svclint.source.disk import Disk
from svclint.source.markers import has_markers
from svclint.source.module import judged_module
from svclint.source.positions import Source
from svclint.source.services import services
from svclint.source.text import decode, parse
from svclint.terminal import complain, echo

FORMS: Final = {"text": forms.text, "markdown": forms.markdown, "html": forms.html}


def reported(paths: Sequence[str], form: str, file: str | None, settings: Settings) -> int:
    """Write the report; 0, or 2 when a file could not be read. Raises BadSettings and Unwritten."""
    learn(settings.effects)
    problems: list[Problem] = []
    found = [one for path in discover(paths, settings) for one in read(path, problems)]
    lines = FORMS[form](sorted(found, key=lambda one: one.at))
    if file is None:
        echo(lines if found else ["no service found"])
    else:
        save(file, (f"{line}\n" for line in lines))
    complain(f"{one.path}: error: {one.reason}" for one in problems)
    return 2 if problems else 0


def read(path: str | Problem, problems: list[Problem]) -> Iterator[Facts]:
    """The services of one file; what stands in the way goes to ``problems``."""
    source = opened(path)
    if not isinstance(source, Opened):
        problems.append(source)
    elif has_markers(source.data):
        yield from _facts(source, problems)


def _facts(source: Opened, problems: list[Problem]) -> Iterable[Facts]:
    text = decode(source.data, source.path)
    tree = parse(text, source.path) if isinstance(text, str) else text
    if isinstance(text, Problem) or isinstance(tree, Problem):
        problems.append(tree if isinstance(tree, Problem) else text)  # type: ignore[arg-type]
        return ()
    module = judged_module(tree, Source(source.path, text.split("\n")), Disk())
    return map(facts, services(module))
