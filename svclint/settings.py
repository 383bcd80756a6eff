"""What the user asked for: defaults, then ``[tool.svclint]`` in pyproject.toml, then the command line."""

from __future__ import annotations

from typing import Final, NamedTuple

CERTAINTIES: Final = ("broken", "possible")
FORMATS: Final = (
    "text", "concise", "json", "sarif", "github", "gitlab", "rdjson", "junit", "markdown",
)  # fmt: skip
PLAIN: Final = ("text", "concise")  # for people, a line or a few for each finding
FOR_PEOPLE: Final = (*PLAIN, "github", "markdown")  # what these leave out, they say themselves
WITH_FIXES: Final = frozenset({"json", "sarif", "rdjson"})

# Folders nobody wants linted: version control, environments, caches, build results.
VERSION_CONTROL: Final = (".bzr", ".git", ".git-rewrite", ".hg", ".svn")
ENVIRONMENTS: Final = (".direnv", ".nox", ".pyenv", ".tox", ".venv", "__pypackages__", "site-packages", "venv")
CACHES: Final = (
    ".ipynb_checkpoints",
    ".mypy_cache",
    ".pytest_cache",
    ".pytype",
    ".ruff_cache",
    ".svclint_cache",
    "__pycache__",
)
RESULTS: Final = (".eggs", ".pants.d", ".vscode", "_build", "buck-out", "build", "dist", "node_modules")
EXCLUDED: Final = (*VERSION_CONTROL, *ENVIRONMENTS, *CACHES, *RESULTS)


SEVERITIES: Final = ("error", "warning", "info")
FAIL_ON: Final = (*SEVERITIES, "never")


class BadSettings(Exception):
    """The settings cannot be used. The text is one line: file, line and reason."""


class Output(NamedTuple):
    """How a result is written, and where: to a file, or to standard output."""

    format: str
    file: str | None = None


class Settings(NamedTuple):
    """Patterns are written as in .gitignore and relative to ``root``; ``source`` is the file that was read.

    Codes are prefixes ("SVC", "SVC1", "SVC101"): of those that fit a finding, the longest decides.
    ``follow_imports``: what a service file imports from its project is read, too. ``pedantic``: rules of severity
    info are asked, which otherwise have to be selected by their whole code. ``effects``: what calls of the user's own
    libraries mean to the contract, by dotted name. ``severity``: of prefixes of codes, instead of the rules' own;
    ``per_file_severity`` the same by file. Findings less grave than ``fail_on`` leave the exit code 0.
    ``baseline``: a file of findings that are known, and not told; ``diff_base``: a revision of git, since which the
    function around a finding, or around a step to it, must have changed.
    ``cache``: what is found is kept in ``.svclint_cache`` below ``root``.
    ``require_reason``: ``# svclint: ignore[...]`` has to say why; ``show_suppressed``: SARIF has what comments cover
    and what the baseline knows.
    ``output``, when there is any, stands instead of the one ``output_format`` and its ``output_file``.
    """

    select: tuple[str, ...] = ("SVC",)
    ignore: tuple[str, ...] = ()
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    min_certainty: str = "broken"
    output_format: str = "text"
    output_file: str | None = None
    output: tuple[Output, ...] = ()
    extend_safe_fixes: tuple[str, ...] = ()
    extend_unsafe_fixes: tuple[str, ...] = ()
    exclude: tuple[str, ...] = EXCLUDED
    extend_exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    respect_gitignore: bool = True
    follow_imports: bool = True
    pedantic: bool = False
    severity: tuple[tuple[str, str], ...] = ()
    per_file_severity: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    fail_on: str = "info"
    baseline: str | None = None
    diff_base: str | None = None
    require_reason: bool = False
    show_suppressed: bool = False
    effects: tuple[tuple[str, str], ...] = ()
    cache: bool = True
    root: str = "."
    source: str | None = None

    @property
    def outputs(self) -> tuple[Output, ...]:
        """Where the result goes: several formats to several places, or one."""
        return self.output or (Output(self.output_format, self.output_file),)

    @property
    def printed(self) -> str | None:
        """The format that goes to standard output, if one does."""
        return next((one.format for one in self.outputs if one.file is None), None)

    @property
    def shows_fixes(self) -> bool:
        """Whether some output shows how findings can be fixed."""
        return any(one.format in WITH_FIXES for one in self.outputs)

    def shown(self) -> str:
        """One ``key = value`` per line, in the spelling of pyproject.toml where there is one."""
        return "\n".join(f"{key_of(name)} = {value!r}" for name, value in self._asdict().items())


def key_of(name: str) -> str:
    """A field's name as it is spelt in pyproject.toml and on the command line."""
    return name.replace("_", "-")
