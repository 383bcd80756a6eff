"""Which files are linted: folders, suffixes, exclusions, ignore files, links."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from svclint.checking.finding import Problem
from svclint.discovery import discover, tidy
from svclint.ignoring import relative
from svclint.patterns import Patterns, compiled
from svclint.settings import BadSettings, Settings

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")


@pytest.fixture
def tree(folder: Path) -> Callable[..., Path]:
    """Makes files, each with the text given or none."""

    def make(*names: str, **texts: str) -> Path:
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        return folder

    return make


def found(*paths: str, **settings: object) -> list[str]:
    """The files under the paths, sorted, with slashes."""
    files = discover(paths or (".",), Settings(**settings))  # type: ignore[arg-type]
    return sorted(str(file).replace(os.sep, "/") for file in files)


def test_folders_are_searched_for_python_files(tree):
    """.py and .pyw, at any depth, in hidden folders too; nothing else."""
    tree("a.py", "b.pyw", "c.txt", "d.pyi", "e/f/g.py", ".h/i.py", "py")
    assert found() == [".h/i.py", "a.py", "b.pyw", "e/f/g.py"]


def test_named_files_are_linted_whatever_they_are_called(tree):
    """Whoever names a file means it; excluded folders do not matter then."""
    tree("service", "build/a.py")
    assert found("service", "build/a.py") == ["build/a.py", "service"]


def test_force_exclude_holds_for_named_files(tree):
    """For hooks, which name every file."""
    tree("a.py", "build/a.py", "old/deep/a.py")
    named = ("a.py", "build/a.py", "old/deep/a.py", "build")
    assert found(*named, force_exclude=True, extend_exclude=("old/",)) == ["a.py"]


def test_a_file_comes_once(tree):
    """However often and however it is named."""
    tree("a.py", "b/c.py")
    assert found(".", "a.py", "./a.py", "b") == ["a.py", "b/c.py"]


def test_paths_are_shown_as_they_were_given(tree):
    """Relative stays relative, absolute stays absolute, "./" goes."""
    root = tree("b/c.py")
    assert found("b/") == ["b/c.py"]
    assert found(str(root)) == [str(root / "b/c.py").replace(os.sep, "/")]
    assert tidy("./") == "./"


def test_the_usual_folders_are_left_out(tree):
    """Version control, environments, caches and build results."""
    tree(".git/a.py", ".venv/a.py", "node_modules/a.py", "x/build/a.py", "__pycache__/a.py", "x/a.py")
    assert found() == ["x/a.py"]


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        ("x", ["y/z/a.py", "y/b.py"]),
        ("b.py", ["x/a.py", "y/z/a.py"]),
        ("/y", ["x/a.py"]),
        ("y/z", ["x/a.py", "y/b.py"]),
        ("*/z/", ["x/a.py", "y/b.py"]),
        ("**/a.py", ["y/b.py"]),
        ("[bc].py", ["x/a.py", "y/z/a.py"]),
    ],
)
def test_exclude_takes_names_and_patterns(tree, pattern, kept):
    """Patterns are those of .gitignore, relative to the configuration."""
    tree("x/a.py", "y/b.py", "y/z/a.py")
    assert found(exclude=(pattern,)) == sorted(kept)


def test_patterns_are_relative_to_the_configuration(tree):
    """Not to the path that is linted."""
    root = tree("y/z/a.py", "y/b.py")
    assert found("y", exclude=("/y/z",), root=str(root)) == ["y/b.py"]


def test_a_pattern_that_is_none_is_refused(tree):
    """The setting is named."""
    with pytest.raises(BadSettings, match="command line: exclude: "):
        found(exclude=("!",))


def test_ignore_files_are_heeded(tree):
    """.gitignore and .ignore; the latter has the last word in its folder."""
    root = tree("a.py", "b.py", "c.py", "out/d.py")
    (root / ".gitignore").write_text("# comment\na.py\nb.py\n/out/\n!\n")
    (root / ".ignore").write_text("!b.py\nc.py\n")
    assert found() == ["b.py"]
    assert found(respect_gitignore=False) == ["a.py", "b.py", "c.py", "out/d.py"]


def test_nested_ignore_files_win(tree):
    """The nearest file with an opinion decides, and its patterns start at its own folder."""
    root = tree("a.py", "in/a.py", "in/b.py", "in/deep/b.py", "b.py")
    (root / ".gitignore").write_text("a.py\n")
    (root / "in" / ".gitignore").write_text("!a.py\n/b.py\n")
    assert found() == ["b.py", "in/a.py", "in/deep/b.py"]


PLAIN = ["a.py", "*.py", "!b.py", "/c", "d/", "!/d/"]
LINES = [*PLAIN, "*.tar.py", "d/*.py", "**/c", "x?.py", "  a.py", "a.py  ", "\\!x", "*."]
PATHS = ["a.py", "b.py", "c", "d", "c/a.py", "d/c", "e/d", "x.tar.py", "d/e.py", "x1.py", "!x", "f.", ".py"]


@pytest.mark.parametrize("folder", [False, True], ids=["file", "folder"])
@pytest.mark.parametrize("lines", [[line] for line in LINES] + [LINES, LINES[::-1]], ids=str)
def test_short_cuts_do_not_change_verdicts(lines, folder):
    """Names and suffixes that are looked up end as pathspec says; folders above have been asked before."""
    fast, slow = Patterns(lines), compiled(lines)
    for path in PATHS:
        said = slow.check_file(f"{path}/" if folder else path).include
        above = slow.check_file(os.path.dirname(path) + "/").include if "/" in path else None
        if above is None:
            assert fast.verdict(path, path.rpartition("/")[2], folder) is said


def test_ignore_files_above_hold_inside_a_repository(tree):
    """Up to the folder with .git, and not beyond."""
    root = tree("repo/src/a.py", "repo/src/b.py", "repo/src/c.py", "repo/.git/config")
    (root / ".gitignore").write_text("c.py\n")
    (root / "repo" / ".gitignore").write_text("/src/a.py\n")
    assert found("repo/src") == ["repo/src/b.py", "repo/src/c.py"]


@needs_links
def test_links_are_followed_once(tree, tmp_path_factory):
    """Links to files and to folders elsewhere; what is searched anyway is not searched again."""
    other = tmp_path_factory.mktemp("other")
    (other / "x.py").touch()
    (other / "back").symlink_to(other)
    root = tree("a.py", "in/b.py")
    (root / "link.py").symlink_to("a.py")
    (root / "away").symlink_to(other)
    (root / "again").symlink_to(other)
    (root / "inner").symlink_to("in")
    files = list(discover((".",), Settings()))
    shown = {one for one in files if isinstance(one, str)}
    assert shown - {"away/x.py", "again/x.py"} == {"a.py", "in/b.py", "link.py"}
    assert len(shown) == 4
    (loop,) = (one for one in files if isinstance(one, Problem))
    assert loop.reason == "a link that leads back to a folder above it"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes in this file system")
def test_what_is_no_file_is_passed_over(folder):
    """A pipe called like a Python file would block the run."""
    os.mkfifo(folder / "pipe.py")
    assert found() == []


def test_relative_paths_need_a_common_folder():
    """A path elsewhere is matched as it is."""
    assert relative(os.path.join(os.sep, "a", "b"), os.sep) == "a/b"
    assert relative(os.path.join(os.sep, "ab"), os.path.join(os.sep, "a")).endswith("/ab")
