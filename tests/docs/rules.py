"""The pages under ``docs/rules/``, from the rules. To publish them: ``python -m tests.docs.rules``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from svclint import catalogue
from svclint.pages import page

FOLDER: Final = Path(__file__).parents[2] / "docs" / "rules"
INDEX: Final = "README.md"
GROUPS: Final = {
    "0": "Comments that speak to svclint",
    "1": "Work in control handlers",
    "2": "Threads and SERVICE_STOPPED",
    "3": "Check points and wait hints",
    "4": "Controls and the accept mask",
    "5": "Stopping, and the state machine",
    "6": "Shutdown, start-up and the registry",
    "7": "What status reports say",
    "8": "What a service has not",
    "9": "What only runs show",
}


def pages() -> Iterator[tuple[str, str]]:
    """The name of each file, and what is in it."""
    yield INDEX, "\n".join(_index()) + "\n"
    for code in catalogue.entries():
        yield f"{code}.md", page(code) + "\n"


def _index() -> Iterator[str]:
    yield "# The rules"
    yield ""
    yield "Each page is what `svclint explain CODE` prints."
    for digit, title in GROUPS.items():
        found = [one for one in catalogue.entries().values() if one.code[3] == digit]
        yield from ("", f"## SVC{digit}xx: {title}", "", "| code | name | severity | |", "|---|---|---|---|")
        yield from (f"| [{one.code}]({one.code}.md) | {one.name} | {one.severity} | {one.summary} |" for one in found)


def publish() -> None:
    """Write the pages, and take away those whose rule is gone."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = dict(pages())
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, "utf-8")
    for path in FOLDER.iterdir():
        if path.name not in wanted:
            path.unlink()


if __name__ == "__main__":
    publish()
