"""``[tool.svclint]`` of pyproject.toml -> Settings. Every mistake is refused by name and line."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from svclint.ignoring import upwards
from svclint.settings import CERTAINTIES, FAIL_ON, FORMATS, SEVERITIES, BadSettings, Output, Settings

Reader: TypeAlias = Callable[[Any], Any]

FILE: Final = "pyproject.toml"
TABLE: Final = ("tool", "svclint")
CODE: Final = re.compile(r"SVC\d{0,3}")


def strings(value: Any) -> tuple[str, ...]:
    """A list of strings. This reader and the others raise ValueError with what is wanted instead."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise ValueError("a list of strings is wanted")
    return tuple(value)


def one_of(choices: Sequence[str]) -> Reader:
    """The reader of a key that takes one of a few words."""

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)} is wanted, not {value!r}")
        return str(value)

    return read


def codes(value: Any) -> tuple[str, ...]:
    """Prefixes of codes, written out: "SVC", "SVC1", "SVC101"."""
    for one in strings(value):
        if not CODE.fullmatch(one):
            raise ValueError(f"{one!r} is no code and no prefix of one, like 'SVC1' or 'SVC101'")
    return tuple(value)


def codes_by_pattern(value: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table of file patterns, each with its codes."""
    if not isinstance(value, dict):
        raise ValueError('a table of lists is wanted, like {"tests/*" = ["SVC1"]}')
    return tuple((pattern, codes(listed)) for pattern, listed in value.items())


def lessons(value: Any) -> tuple[tuple[str, str], ...]:
    """A table of dotted names of calls, each with a word or the name of a call that the effect table knows."""
    from svclint.contract.effects import WORDS, knows

    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ValueError('a table is wanted, like {"mylib.Link.drain" = "blocks"}')
    for name, what in value.items():
        if not all(part.isidentifier() for part in name.split(".")):
            raise ValueError(f"{name!r} is no dotted name of a call")
        if what not in WORDS and not knows(what):
            raise ValueError(f"{name!r}: one of {', '.join(WORDS)}, or a call that svclint knows, not {what!r}")
    return tuple(value.items())


def text(value: Any) -> str:
    """A text."""
    if not isinstance(value, str) or not value:
        raise ValueError("a text is wanted")
    return value


def outputs(value: Any) -> tuple[Output, ...]:
    """A list of ``FORMAT`` or ``FORMAT:FILE``; only one can go to standard output."""
    found = tuple(_output(one) for one in strings(value))
    if sum(one.file is None for one in found) > 1:
        raise ValueError("only one of several outputs can go to standard output: FORMAT:FILE is wanted for the others")
    return found


def _output(given: str) -> Output:
    name, _, file = given.partition(":")
    return Output(one_of(FORMATS)(name), file or None)


def severities(value: Any) -> tuple[tuple[str, str], ...]:
    """A table of prefixes of codes, each with a severity."""
    if not isinstance(value, dict):
        raise ValueError('a table is wanted, like {SVC202 = "error"}')
    codes(list(value))
    return tuple((prefix, one_of(SEVERITIES)(word)) for prefix, word in value.items())


def severities_by_pattern(value: Any) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """A table of file patterns, each with such a table."""
    if not isinstance(value, dict):
        raise ValueError('a table of tables is wanted, like {"tests/*" = {SVC1 = "info"}}')
    return tuple((pattern, severities(table)) for pattern, table in value.items())


def switch(value: Any) -> bool:
    """A truth value."""
    if not isinstance(value, bool):
        raise ValueError("true or false is wanted")
    return value


READERS: Final[Mapping[str, Reader]] = {
    "select": codes,
    "ignore": codes,
    "per-file-ignores": codes_by_pattern,
    "min-certainty": one_of(CERTAINTIES),
    "output-format": one_of(FORMATS),
    "output-file": text,
    "output": outputs,
    "extend-safe-fixes": codes,
    "extend-unsafe-fixes": codes,
    "exclude": strings,
    "extend-exclude": strings,
    "force-exclude": switch,
    "respect-gitignore": switch,
    "follow-imports": switch,
    "pedantic": switch,
    "severity": severities,
    "per-file-severity": severities_by_pattern,
    "fail-on": one_of(FAIL_ON),
    "baseline": text,
    "diff-base": text,
    "require-reason": switch,
    "cache": switch,
    "show-suppressed": switch,
    "effects": lessons,
}


def nearest(folder: str) -> Settings:
    """Settings of the closest pyproject.toml with our table, in ``folder`` or above; else the defaults."""
    for above in upwards(os.path.abspath(folder)):
        path = os.path.join(above, FILE)
        if os.path.isfile(path) and (found := load(path)) is not None:
            return found
    return Settings()


def required(path: str) -> Settings:
    """The settings of a file that was named: it must be there and have our table. Raises BadSettings."""
    found = load(path)
    if found is None:
        raise BadSettings(f"{path}: no [tool.svclint] in it")
    return found


def load(path: str) -> Settings | None:
    """The settings in a file, None when it has no table of ours. Raises BadSettings."""
    text = _text(path)
    # Reading TOML takes longer than linting a file: most pyproject.toml are not about us.
    if "svclint" not in text:
        return None
    try:
        table = toml(text)
    except ValueError as error:
        raise BadSettings(f"{path}: not valid TOML: {error}") from None
    for name in TABLE:
        table = table.get(name) if isinstance(table, dict) else None
    return None if table is None else _settings(path, text, table)


def toml(text: str) -> Any:
    """The document in a TOML text. Raises ValueError."""
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    return tomllib.loads(text)


def _text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (OSError, ValueError) as error:
        raise BadSettings(f"{path}: {getattr(error, 'strerror', None) or error}".lower()) from None


def _settings(path: str, text: str, table: Any) -> Settings:
    if not isinstance(table, dict):
        raise BadSettings(f"{path}:{line_of(text, TABLE)}: 'tool.svclint' must be a table")
    values = {key.replace("-", "_"): _value(path, text, key, given) for key, given in table.items()}
    root = os.path.dirname(os.path.abspath(path))
    if "baseline" in values:
        values["baseline"] = os.path.join(root, values["baseline"])
    return Settings()._replace(**values, root=root, source=path)


def _value(path: str, text: str, key: str, given: Any) -> Any:
    """The value of one key, refused with file, line and key when it is none."""
    try:
        if key not in READERS:
            raise ValueError(f"unknown key; known are {', '.join(READERS)}")
        return READERS[key](given)
    except ValueError as error:
        place = f"{path}:{line_of(text, (*TABLE, key))}"
        raise BadSettings(f"{place}: '{key}' in [tool.svclint]: {error}") from None


def line_of(text: str, keys: Sequence[str]) -> int:
    """The line on which the statement starts that brings a key into a valid TOML text (1 if none is found)."""
    lines = text.split("\n")
    candidates = (number for number, line in enumerate(lines, 1) if keys[-1] in line)
    return next((number for number in candidates if _brings(lines, number, keys)), 1)


def _brings(lines: list[str], number: int, keys: Sequence[str]) -> bool:
    """Whether the key is absent before the line and there as soon as its statement is whole."""
    if _holds("\n".join(lines[: number - 1]), keys) is not False:
        return False
    ends = (_holds("\n".join(lines[:end]), keys) for end in range(number, len(lines) + 1))
    return next((held for held in ends if held is not None), False)


def _holds(text: str, keys: Sequence[str]) -> bool | None:
    """Whether the text has the key; None when it is not valid by itself."""
    try:
        table = toml(text)
    except ValueError:
        return None
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return False
        table = table[key]
    return True
