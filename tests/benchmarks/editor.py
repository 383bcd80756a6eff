"""How long an editor waits from the last keystroke to the diagnostics, beside judging the same text in process.

    python tests/benchmarks/editor.py [LINES]

Read the ratios, which are medians of turns: what the server adds is its pause, its messages, and the judgement that the
last keystroke made stale. The seconds belong to the machine: on one that does nothing else, judging takes what it takes
of the processor. The goal is 0.100 from the last keystroke on for 500 lines.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "lsp"))

from client import Editor, editor
from generated import one_service

ROUNDS = 12
BURST = 8
BETWEEN = 0.03  # seconds from key to key: someone who types fast


def versions(text: str) -> Iterator[tuple[int, str]]:
    """What the text becomes while someone types a comment at its end."""
    for number in range(2, 1_000_000):
        text += "#" if number % 30 else "\n#"
        yield number, text


def waited(session: Editor, uri: str, typed: Iterator[tuple[int, str]], keys: int) -> float:
    """Seconds from the last of some keystrokes to the diagnostics of that version."""
    for key in range(keys):
        if key:
            time.sleep(BETWEEN)
        version, text = next(typed)
        session.change(uri, text, version)
    start = time.perf_counter()
    session.published(uri, version)
    return time.perf_counter() - start


def in_process(text: str, clock: Callable[[], float]) -> float:
    """Seconds of judging a text, with all of the linter in memory already."""
    from svclint.linting import lint_bytes

    start = clock()
    lint_bytes(text.encode(), "service.py")
    return clock() - start


def main() -> None:
    """Take turns, so that a slow spell of the machine hits all of them."""
    lines = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    text = one_service(lines).decode()
    typed = versions(text)
    with tempfile.TemporaryDirectory() as folder, editor(Path(folder)) as session:
        uri = session.open(Path(folder) / "service.py", text)
        session.published(uri, 1)
        rows: dict[str, Callable[[], float]] = {
            "judged in process": lambda: in_process(text, time.perf_counter),
            "the same, of the processor": lambda: in_process(text, time.process_time),
            "one keystroke": lambda: waited(session, uri, typed, 1),
            f"the last of {BURST}": lambda: waited(session, uri, typed, BURST),
        }
        in_process(text, time.perf_counter)
        turns = [[probe() for probe in rows.values()] for _ in range(ROUNDS)]
        session.end()
    heading = f"seconds for a service of {text.count(chr(10))} lines"
    print(f"{heading:<36} {'best':>7} {'median':>7} {'ratio':>7}")
    for number, name in enumerate(rows):
        found = [turn[number] for turn in turns]
        ratio = statistics.median(turn[number] / turn[0] for turn in turns)
        print(f"{name:<36} {min(found):>7.3f} {statistics.median(found):>7.3f} {ratio:>7.2f}")


if __name__ == "__main__":
    main()
