"""``docs/output.svg``: what svclint says of the tutorial's service, as a terminal shows it.

To draw it again: ``python -m tests.docs.picture``. It needs nothing from the net: whoever looks has a font for code.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

ROOT: Final = Path(__file__).parents[2]
PICTURE: Final = ROOT / "docs" / "output.svg"
FILE: Final = re.compile(r'```python title="(.+?)"\n(.*?)```', re.DOTALL)
COMMAND: Final = "svclint feeder.py"
PAINTED: Final = re.compile(r"\x1b\[(\d+)m(.*?)\x1b\[0m|([^\x1b]+)")
STYLES: Final = {"1": "bold", "31": "error", "33": "warning", "36": "note"}
WIDE, HIGH, EDGE = 7.8, 19, 18  # a character, a line, the margin; in pixels
SVG: Final = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" role="img"
     aria-label="What svclint prints about the service of the tutorial">
<style>
text {{ font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #d4d7dd }}
text {{ white-space: pre }} .bold {{ font-weight: bold }} .prompt {{ fill: #8b919c }}
.error {{ fill: #ff7b72 }} .warning {{ fill: #e3b341 }} .note {{ fill: #56d4dd }}
</style>
<rect width="100%" height="100%" rx="8" fill="#16181d"/>
{lines}
</svg>
"""


def printed() -> list[str]:
    """The lines of a real run, with their colours."""
    name, text = FILE.findall((ROOT / "docs" / "tutorial.md").read_text("utf-8"))[0]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, name).write_text(text, "utf-8")
        command = [sys.executable, "-m", *COMMAND.split()]
        colours = {**os.environ, "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
        colours.pop("NO_COLOR", None)
        done = subprocess.run(command, cwd=folder, env=colours, capture_output=True, check=False)
    return done.stdout.decode().splitlines()


def drawn() -> str:
    """The picture."""
    lines = [("prompt", f"$ {COMMAND}"), *(("", line) for line in printed())]
    longest = max(sum(len(text) for _, text in spans(line)) for _, line in lines)
    rows = "\n".join(row(number, style, line) for number, (style, line) in enumerate(lines, 1) if line)
    size = {"width": round(longest * WIDE + 2 * EDGE), "height": len(lines) * HIGH + 2 * EDGE - 4}
    return SVG.format(lines=rows, **size)


def row(number: int, style: str, line: str) -> str:
    """One line of text; its length is given, so that carets stand below what they mean in every font."""
    length = sum(len(text) for _, text in spans(line)) * WIDE
    parts = "".join(span(name or style, text) for name, text in spans(line))
    place = f'x="{EDGE}" y="{EDGE + number * HIGH - 8}" textLength="{length:g}"'
    return f'<text {place} xml:space="preserve">{parts}</text>'


def spans(line: str) -> Iterator[tuple[str, str]]:
    """The parts of a line, each in one style."""
    for number, painted, text in PAINTED.findall(line):
        yield (STYLES[number], painted) if number else ("", text)


def span(style: str, text: str) -> str:
    """A part as the picture has it."""
    return f'<tspan class="{style}">{escape(text)}</tspan>' if style else escape(text)


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
