"""Rebuild the tree of Python files that speed is measured on.

    python tests/benchmarks/tree.py CACHE

leaves the pinned wheels in CACHE/wheels and their *.py files in CACHE/TREE, one folder
per wheel, and prints the path of the latter. pip fetches, so the index is whichever one
pip is configured with. Wheels are only unpacked: no code of theirs is installed or run.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import tomllib


@dataclass(frozen=True)
class Pins:
    """What `tree.toml` holds."""

    python: str
    platform: str
    files: int
    sha256: str
    wheels: dict[str, str]

    @classmethod
    def load(cls) -> "Pins":
        return cls(**tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")))


def folder(wheel: str) -> str:
    """`name-version`, spelled as in the wheel's file name."""
    return "-".join(wheel.split("-")[:2])


def requirement(wheel: str, sha256: str) -> str:
    """The line of a requirements file that admits this one wheel."""
    name, version = wheel.split("-")[:2]
    return f"{name}=={version} --hash=sha256:{sha256}\n"


def intact(wheel: Path, sha256: str) -> bool:
    return wheel.is_file() and hashlib.sha256(wheel.read_bytes()).hexdigest() == sha256


def fetch(pins: Pins, wheels: Path) -> None:
    """Make sure that every pinned wheel is there, byte for byte."""
    wheels.mkdir(parents=True, exist_ok=True)
    missing = [pin for pin in pins.wheels.items() if not intact(wheels / pin[0], pin[1])]
    if missing:
        wanted = wheels / "requirements.txt"
        wanted.write_text("".join(requirement(*pin) for pin in missing), "utf-8")
        download(pins, wanted, wheels)


def download(pins: Pins, wanted: Path, into: Path) -> None:
    """Let pip ask its index; it refuses a file whose hash differs, and any sdist."""
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    target = ["--platform", pins.platform, "--python-version", pins.python]
    wheel_only = ["--only-binary", ":all:", "--dest", str(into)]
    subprocess.run([*pip, *target, *wheel_only, "--requirement", str(wanted)], check=True)


def unpack(wheel: Path, into: Path) -> None:
    """Extract the *.py members, and nothing else."""
    with zipfile.ZipFile(wheel) as archive:
        members = [name for name in archive.namelist() if name.endswith(".py")]
        archive.extractall(into, members)


def python_files(tree: Path) -> list[Path]:
    """All *.py files, ordered by their path as text (not part by part)."""
    return sorted(tree.rglob("*.py"), key=lambda path: path.relative_to(tree).as_posix())


def digest(tree: Path) -> str:
    """The sha256 that `tree.toml` describes."""
    total = hashlib.sha256()
    for path in python_files(tree):
        total.update(path.relative_to(tree).as_posix().encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def faithful(pins: Pins, tree: Path) -> bool:
    """Is every pinned byte there, and no other Python file?"""
    return len(python_files(tree)) == pins.files and digest(tree) == pins.sha256


def rebuild(pins: Pins, cache: Path) -> Path:
    """Fetch, unpack beside the final place, and move there only what proved faithful."""
    fetch(pins, cache / "wheels")
    fresh, tree = cache / "TREE.fresh", cache / "TREE"
    for stale in (fresh, tree):
        shutil.rmtree(stale, ignore_errors=True)
    for wheel in pins.wheels:
        unpack(cache / "wheels" / wheel, fresh / folder(wheel))
    if not faithful(pins, fresh):
        raise SystemExit(f"{fresh} differs from what tree.toml pins")
    return fresh.rename(tree)


def main() -> None:
    parser = argparse.ArgumentParser(description="Rebuild the tree that speed is measured on.")
    parser.add_argument("cache", type=Path, metavar="CACHE", help="where wheels and tree are kept")
    cache: Path = parser.parse_args().cache
    pins, tree = Pins.load(), cache / "TREE"
    print(tree if faithful(pins, tree) else rebuild(pins, cache))


if __name__ == "__main__":
    main()
