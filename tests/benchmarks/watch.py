"""How long ``--watch`` takes from a change to the last line of its answer.

    python tests/benchmarks/watch.py CACHE/TREE

`tree.py` builds the tree; two of its files are changed some times and put back: one that holds a service, one that
holds none. The goal is 200 ms.
"""

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 10
FILES = {
    "a file with a service": "CherryPy-18.10.0/cherrypy/process/win32.py",
    "a file without": "CherryPy-18.10.0/cherrypy/_cptree.py",
}


def answered(watcher: subprocess.Popen[str]) -> None:
    """Read to the end of a round."""
    assert watcher.stdout
    while "watching" not in (line := watcher.stdout.readline()):
        assert line, "it ended"


def turns(watcher: subprocess.Popen[str], path: Path) -> list[float]:
    """Milliseconds of each turn."""
    text, found = path.read_text(), []
    try:
        for number in range(ROUNDS):
            start = perf_counter()
            path.write_text(f"{text}#{number}\n")
            answered(watcher)
            found.append((perf_counter() - start) * 1e3)
    finally:
        path.write_text(text)
    answered(watcher)
    return found


def main() -> None:
    """Both files, one after the other."""
    tree = Path(sys.argv[1])
    command = [sys.executable, "-m", "svclint", "--watch", "--output-format=concise", "."]
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    with subprocess.Popen(command, cwd=tree, **quiet) as watcher:
        answered(watcher)
        for what, name in FILES.items():
            found = turns(watcher, tree / name)
            print(f"{what:<24} median {median(found):>6.0f} ms, worst {max(found):>6.0f} ms")
        watcher.kill()


if __name__ == "__main__":
    main()
