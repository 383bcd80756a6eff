"""What was found before: a file of findings that are known, so that only new ones are told.

A finding is known by its rule, the definition around it and its text, blanks apart: code that moves is not new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from svclint.reporting.places import repository_path
from svclint.saving import save
from svclint.settings import BadSettings

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

VERSION: Final = 1
_FIELDS: Final = ("code", "context", "text", "path")


class Entry(NamedTuple):
    """A finding that is known; ``path``, where it was, only tells whether it may still be there."""

    code: str
    context: str
    text: str
    path: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What makes it the same finding."""
        return self.code, self.context, self.text

    def __str__(self) -> str:
        return f"{self.code} in {self.context or self.path}"


def entry_of(finding: Finding) -> Entry:
    """A finding as a baseline knows it."""
    text = " ".join(finding.source.split())
    return Entry(finding.code, finding.context, text, repository_path(finding.at.path))


def written(name: str, findings: Iterable[Finding]) -> int:
    """Write a baseline of these findings; how many they are. Raises Unwritten."""
    counts = Counter(map(entry_of, findings))
    entries = [{**one._asdict(), "count": count} for one, count in sorted(counts.items())]
    save(name, json.dumps({"svclint-baseline": VERSION, "entries": entries}, indent=1) + "\n")
    return counts.total()


def loaded(name: str) -> Counter[Entry]:
    """The entries of a baseline. Raises BadSettings with one clear line."""
    try:
        document = json.loads(Path(name).read_text("utf-8"))
    except OSError as error:
        raise BadSettings(f"{name}: {(error.strerror or str(error)).lower()}") from None
    except ValueError as error:
        raise BadSettings(f"{name}: no baseline, which is JSON: {error}") from None
    version = document.get("svclint-baseline") if isinstance(document, dict) else None
    if version != VERSION:
        known = f"this svclint reads version {VERSION}"
        raise BadSettings(f"{name}: " + (f"a baseline of version {version!r}; {known}" if version else "no baseline"))
    return Counter(dict(map(_entry, _entries(name, document))))


def _entries(name: str, document: dict[str, Any]) -> list[dict[str, Any]]:
    entries = document.get("entries")
    if not isinstance(entries, list) or not all(map(_is_entry, entries)):
        raise BadSettings(f"{name}: a baseline with entries that are none; --write-baseline writes a new one")
    return entries


def _is_entry(one: Any) -> bool:
    texts = isinstance(one, dict) and all(isinstance(one.get(field), str) for field in _FIELDS)
    return texts and isinstance(one.get("count"), int)


def _entry(one: dict[str, Any]) -> tuple[Entry, int]:
    return Entry(*(one[field] for field in _FIELDS)), one["count"]


class Compared(NamedTuple):
    """The findings that are new, and the entries that match nothing any more."""

    new: tuple[Finding, ...]
    stale: tuple[Entry, ...]


def compared(findings: Iterable[Finding], entries: Counter[Entry], paths: Collection[str]) -> Compared:
    """Findings against a baseline. ``paths``: the files that were linted; entries of others are nobody's business."""
    left: Counter[tuple[str, str, str]] = Counter()
    for entry, count in entries.items():
        left[entry.key] += count
    new = []
    for finding in findings:
        key = entry_of(finding).key
        if left[key] > 0:
            left[key] -= 1
        else:
            new.append(finding)
    seen = {repository_path(path) for path in paths}
    return Compared(tuple(new), tuple(one for one in sorted(entries) if left[one.key] > 0 and one.path in seen))
