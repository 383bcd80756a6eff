"""Readers of our outputs, written from what the formats' own documentation says and from nothing of svclint.

Each gives what every format tells of a finding: path, line, code and message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from jsonschema import Draft7Validator
from junitparser import JUnitXml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.exchange import schemas


class Read(NamedTuple):
    """What is left of a finding in every format."""

    path: str
    line: int
    code: str
    message: str


# flake8's default format, as editors and problem matchers read it.
FLAKE8 = re.compile(r"(?P<path>[^\n]+?):(?P<line>\d+):(?P<column>\d+): (?P<code>[A-Z]{1,3}\d+) (?P<message>.+)")
# The heads of the blocks for people: between place and code stands the severity.
PEOPLE = re.compile(
    FLAKE8.pattern.replace(": (?P<code>", ": (?:error|warning|note|info)(?: \\(possible\\))? (?P<code>")
)


def lines(text: str, pattern: re.Pattern[str]) -> Iterator[Read]:
    """What a pattern finds in whole lines."""
    for line in text.splitlines():
        if found := pattern.fullmatch(line):
            yield Read(found["path"], int(found["line"]), found["code"], found["message"])


class Command(NamedTuple):
    """A workflow command: ``::name key=value,key=value::data``."""

    name: str
    properties: dict[str, str]
    data: str


COMMAND = re.compile(r"::(?P<name>[a-z-]+)(?: (?P<properties>[^:]*))?::(?P<data>.*)")
# What the runner decodes; the sign itself comes last, or "%250A" would become a line end.
DATA = (("%0D", "\r"), ("%0A", "\n"), ("%25", "%"))
PROPERTY = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def decoded(text: str, table: tuple[tuple[str, str], ...]) -> str:
    """A value as the runner has it."""
    for code, character in table:
        text = text.replace(code, character)
    return text


def command(line: str) -> Command:
    """One line of a log that is a command."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (pair.partition("=") for pair in (found["properties"] or "").split(","))
    properties = {name: decoded(value, PROPERTY) for name, _, value in pairs}
    return Command(found["name"], properties, decoded(found["data"], DATA))


def github(text: str) -> Iterator[Read]:
    """Annotations; the code stands in their title."""
    for line in text.splitlines():
        name, properties, data = command(line)
        assert name in ("error", "warning", "notice")
        assert properties.keys() <= {"title", "file", "line", "endLine", "col", "endColumn"}
        assert ("col" in properties) <= (properties["line"] == properties["endLine"])
        yield Read(properties["file"], int(properties["line"]), properties["title"].split()[-1], data)


def valid(document: Any, schema: dict[str, Any]) -> Any:
    """A document that keeps a schema."""
    assert [f"{one.json_path}: {one.message}" for one in Draft7Validator(schema).iter_errors(document)] == []
    return document


def gitlab(text: str) -> Iterator[Read]:
    """The widget of a merge request drops what has the fingerprint of another."""
    found = {one["fingerprint"]: one for one in valid(json.loads(text), schemas.GITLAB)}
    for one in found.values():
        place = one["location"]
        line = place["positions"]["begin"]["line"] if "positions" in place else place["lines"]["begin"]
        code, _, message = one["description"].partition(" ")
        assert code == one["check_name"]
        yield Read(place["path"], line, code, message)


def diagnostics(text: str) -> list[dict[str, Any]]:
    """The diagnostics of a document that reviewdog takes."""
    found: list[dict[str, Any]] = valid(json.loads(text), schemas.RDJSON)["diagnostics"]
    return found


def rdjson(text: str) -> Iterator[Read]:
    """What reviewdog would comment on."""
    for one in diagnostics(text):
        place = one["location"]
        yield Read(place["path"], place["range"]["start"]["line"], one["code"]["value"], one["message"])


def cut(data: bytes, extent: dict[str, Any]) -> str:
    """The text of a range in a file, by reviewdog's counting: lines and bytes from 1, the end exclusive."""
    start, end = extent["start"], extent["end"]
    rows = data.splitlines(keepends=True)[start["line"] - 1 : end["line"]]
    rows[-1] = rows[-1][: end["column"] - 1]
    rows[0] = rows[0][start["column"] - 1 :]
    return b"".join(rows).decode()


def replaced(data: bytes, suggestion: dict[str, Any]) -> bytes:
    """The file after a click on a suggestion without columns: whole lines stand for whole lines."""
    start, end = (suggestion["range"][name]["line"] for name in ("start", "end"))
    rows = data.replace(b"\r\n", b"\n").split(b"\n")
    return b"\n".join([*rows[: start - 1], *suggestion["text"].encode().split(b"\n"), *rows[end:]])


def junit(text: str) -> Iterator[Read]:
    """A suite is a file, a case a finding."""
    for suite in JUnitXml.fromstring(text.encode()):
        for case in suite:
            code, _, place = case.name.partition(" ")
            yield Read(suite.name, int(place.split(":")[0]), code, case.result[0].message)


def sarif(text: str) -> Iterator[Read]:
    """The first location of each result."""
    for one in json.loads(text)["runs"][0]["results"]:
        place = one["locations"][0]["physicalLocation"]
        path = re.sub("(?:%[0-9A-F]{2})+", unquoted, place["artifactLocation"]["uri"])
        yield Read(path, place["region"]["startLine"], one["ruleId"], one["message"]["text"])


def unquoted(found: re.Match[str]) -> str:
    """Percent-encoded bytes as text."""
    return bytes.fromhex(found[0].replace("%", "")).decode()


def parsed(text: str) -> list[Token]:
    """Markdown as GitHub has it, as far as comments use it: CommonMark with tables."""
    return MarkdownIt("commonmark").enable("table").parse(text)


def plain(token: Token) -> str:
    """What is read in a cell or paragraph; nothing in it may be more than text."""
    parts = token.children or []
    assert {one.type for one in parts} <= {"text", "text_special", "softbreak"}, [one.type for one in parts]
    return "".join("\n" if one.type == "softbreak" else one.content for one in parts)


def markdown(text: str) -> Iterator[Read]:
    """The rows of the table."""
    tokens = parsed(text)
    begin, end = (
        next(at for at, one in enumerate(tokens) if one.type == f"tbody_{side}") for side in ("open", "close")
    )
    cells = [plain(one) for one in tokens[begin:end] if one.type == "inline"]
    for code, place, _, message in zip(*[iter(cells)] * 4, strict=True):
        path, _, line = place.rpartition(":")
        yield Read(path, int(line), code, message)
