"""What was found before: a file of findings that are known, so that only new ones are told.

A finding is known by its rule, the definition around it and its text, blanks apart: code that moves is not new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from svclint.reporting.fingerprints import Identity, identity
from svclint.reporting.places import repository_path
from svclint.reporting.result import Compared
from svclint.saving import save
from svclint.settings import BadSettings

if TYPE_CHECKING:
    from svclint.checking.finding import Finding

VERSION: Final = 1
_FIELDS: Final = Identity._fields


def written(name: str, findings: Iterable[Finding]) -> int:
    """Write a baseline of these findings; how many they are. Raises Unwritten."""
    counts = Counter(map(identity, findings))
    entries = [{**one._asdict(), "count": count} for one, count in sorted(counts.items())]
    save(name, [json.dumps({"svclint-baseline": VERSION, "entries": entries}, indent=1), "\n"])
    return counts.total()


def loaded(name: str) -> Counter[Identity]:
    """The entries of a baseline. Raises BadSettings with one clear line."""
    try:
        document = json.loads(Path(name).read_text("utf-8"))
    except OSError as error:
        raise BadSettings(f"{name}: {(error.strerror or str(error)).lower()}") from None
    except (ValueError, RecursionError) as error:
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
    return texts and isinstance(one.get("count"), int) and one["count"] > 0


def _entry(one: dict[str, Any]) -> tuple[Identity, int]:
    return Identity(*(one[field] for field in _FIELDS)), one["count"]


def compared(findings: Iterable[Finding], entries: Counter[Identity], paths: Collection[str]) -> Compared:
    """Findings against a baseline. ``paths``: the files that were linted; entries of others are nobody's business."""
    left: Counter[tuple[str, str, str]] = Counter()
    for entry, count in entries.items():
        left[entry.key] += count
    new: list[Finding] = []
    known: list[Finding] = []
    for finding in findings:
        key = identity(finding).key
        (known if left[key] > 0 else new).append(finding)
        left[key] -= left[key] > 0
    seen = {repository_path(path) for path in paths}
    stale = (one for one in sorted(entries) if left[one.key] > 0 and one.path in seen)
    return Compared(tuple(new), tuple(known), tuple(stale))
