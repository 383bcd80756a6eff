"""One session for all tests of a file that need no editor of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lsp.client import Editor, editor


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor that is told of diagnostics, and can do little else."""
    with editor(tmp_path_factory.mktemp("workspace")) as found:
        yield found
