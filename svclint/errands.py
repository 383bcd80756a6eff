"""Files judged where the project is not: each travels with the files around it, once more if some were missing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from svclint.build import anywhere
from svclint.examining import Judged, Manner, deadly, examine
from svclint.opening import Source
from svclint.source.looks import Answer, Question, Recorded, asked
from svclint.source.outlook import foresee
from svclint.source.parcel import Kept, Parcel
from svclint.spreading import Crew, Lost, Spread, batched


class Errand(NamedTuple):
    """A file to judge, and what is known of the files around it. ``base``: the current folder of who sends it."""

    source: Source
    base: str
    answers: dict[Question, Answer]

    @property
    def weight(self) -> int:
        """Bytes that travel, about."""
        return len(self.source.data) + sum(len(one) for one in self.answers.values() if isinstance(one, bytes))


class Wanting(NamedTuple):
    """Instead of a verdict: what has to be known for one."""

    questions: tuple[Question, ...]


class OtherBuild(Exception):
    """The svclint or the Python of who judges is another one."""


def afar(sources: Iterator[Source], manner: Manner, crew: Crew) -> Iterator[tuple[Source, Judged]]:
    """Every source with its verdict. Raises Unreachable."""
    work: Spread[Errand, Judged | Wanting] = Spread(partial(done, manner=manner, build=anywhere()), crew)
    files, base = Kept(), os.getcwd()
    errands = (_errand(source, base, files) for source in sources)
    while True:
        again: list[Errand] = []
        for errand, answer in work.over(batched(errands, crew.size, lambda one: one.weight)):
            if isinstance(answer, Wanting):
                again.append(_supplied(errand, answer, files))
            else:
                yield errand.source, deadly(errand.source.path) if isinstance(answer, Lost) else answer
        if not again:
            return
        errands = (one for one in again)


def _errand(source: Source, base: str, files: Kept) -> Errand:
    foreseen = Recorded(files)
    foresee(source.data, source.path, foreseen)
    return Errand(source, base, foreseen.answers)


def _supplied(errand: Errand, wanting: Wanting, files: Kept) -> Errand:
    supply = {question: asked(question, files) for question in wanting.questions}
    return errand._replace(answers={**errand.answers, **supply})


def done(batch: list[Errand], manner: Manner, build: str) -> list[Judged | Wanting]:
    """What a worker does. Raises OtherBuild when its verdicts would not be those of the sender."""
    if anywhere() != build:
        raise OtherBuild(anywhere())
    return [_done(errand, manner) for errand in batch]


def _done(errand: Errand, manner: Manner) -> Judged | Wanting:
    parcel = Parcel(errand.base, errand.answers)
    files = Recorded(parcel)
    report = examine(errand.source.data, errand.source.path, files, manner)
    return Wanting(tuple(parcel.wanted)) if parcel.wanted else Judged(report, files.looks)
