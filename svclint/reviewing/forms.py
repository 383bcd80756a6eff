"""The report as text, as Markdown for a comment, as a page of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from svclint.reporting.markdown import escaped
from svclint.reviewing.diagram import mermaid, svg
from svclint.reviewing.facts import Facts
from svclint.reviewing.strip import strip
from svclint.reviewing.words import Table, place, stopping, tables
from svclint.simulation.tracing.markup import Markup, tag, together
from svclint.simulation.tracing.markup import text as words
from svclint.visible import visible


def text(services: Iterable[Facts]) -> Iterator[str]:
    """Lines for a terminal."""
    for one in services:
        yield from (visible(f"{one.name} ({place(one.at)})"), visible(_bases(one)), visible(stopping(one.stop)))
        for table in tables(one):
            yield from ("", f"  {table.title}")
            yield from (f"    {line}" for line in _aligned(table))
        yield ""


def _aligned(table: Table) -> Iterator[str]:
    if not table.rows:
        yield table.empty
        return
    rows = [tuple(map(visible, row)) for row in (table.heads, *table.rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()


def markdown(services: Iterable[Facts]) -> Iterator[str]:
    """Lines for a comment on a pull request."""
    for one in services:
        yield from (f"## {escaped(visible(one.name))}", "", escaped(visible(f"{_bases(one)} {place(one.at)}")), "")
        yield from (escaped(stopping(one.stop)), "", "```mermaid", *mermaid(one.edges), "```")
        for table in tables(one):
            yield from ("", f"### {table.title}", "", *_piped(table))
        yield ""


def _piped(table: Table) -> Iterator[str]:
    if not table.rows:
        yield f"{table.empty[:1].upper()}{table.empty[1:]}."
        return
    yield f"| {' | '.join(table.heads)} |"
    yield f"|{'---|' * len(table.heads)}"
    yield from (f"| {' | '.join(escaped(visible(cell)) for cell in row)} |" for row in table.rows)


def html(services: Iterable[Facts]) -> Iterator[str]:
    """One page without any other file."""
    style = tag("style", Markup(files("svclint.reviewing").joinpath("report.css").read_text("utf-8")))
    head = tag("head", Markup('<meta charset="utf-8">'), tag("title", words("svclint: service report")), style)
    yield "<!DOCTYPE html>"
    yield tag("html", head, tag("body", together(map(_section, services))), lang="en")


def _section(one: Facts) -> Markup:
    parts = [
        tag("h2", words(visible(one.name))),
        tag("p", words(visible(f"{_bases(one)} {place(one.at)}"))),
        svg(one.edges, f"States of {visible(one.name)}"),
        tag("p", words(stopping(one.stop))),
        strip(one.stop),
    ]
    return tag("section", *parts, *map(_shown, tables(one)))


def _shown(table: Table) -> Markup:
    title = tag("h3", words(table.title))
    if not table.rows:
        return together([title, tag("p", words(table.empty))])
    head = tag("tr", *(tag("th", words(cell)) for cell in table.heads))
    rows = (tag("tr", *(tag("td", words(visible(cell))) for cell in row)) for row in table.rows)
    return together([title, tag("table", head, *rows)])


def _bases(one: Facts) -> str:
    return f"Derives from {', '.join(one.bases)}." if one.bases else "Hosted by its own program."
