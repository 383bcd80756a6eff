"""Settings and imports: what other files say about the one in the window, and what it says about them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.lsp.client import PULLED, WATCHING, Editor, Refused, editor
from tests.lsp.services import GOOD, SILENT, SLOW, SLOW_LINE, STOP
from tests.source.test_project import AGENT, BASE, PUMP, write

pytest.importorskip("pygls")

START = "\n    def start(self):\n        self.pump = Pump()\n"
IMPORTS = "from base import BaseService\nfrom pump import Pump"
USER = AGENT.format(IMPORTS, "BaseService").replace("time.sleep(40)", "self.pump.halt()") + START
PUMP_SLEEPS = 5  # the line of time.sleep in pump.py
QUICK = PUMP.replace("time.sleep(40)", "pass")

CREATED, CHANGED, DELETED = 1, 2, 3


def codes(diagnostics: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in diagnostics]


def lines(diagnostics: list[dict[str, Any]]) -> list[tuple[str, int]]:
    return [(one["code"], one["range"]["start"]["line"]) for one in diagnostics]


def touched(session: Editor, kind: int, *paths: Path) -> None:
    """The editor tells that files changed."""
    changes = [{"uri": one.as_uri(), "type": kind} for one in paths]
    session.notify("workspace/didChangeWatchedFiles", changes=changes)


def configure(folder: Path, text: str) -> Path:
    path = folder / "pyproject.toml"
    path.write_text(f"[tool.svclint]\n{text}\n")
    return path


def test_a_finding_in_another_window_is_shown_there(session: Editor, tmp_path: Path) -> None:
    """The pump sleeps; it is the agent's handler that calls it. Neither text is on disk in that form."""
    write(tmp_path, {"base.py": BASE, "pump.py": QUICK})
    agent = session.open(tmp_path / "agent.py", USER)
    assert session.published(agent, 1) == []
    pump = session.open(tmp_path / "pump.py", PUMP)
    while not (found := session.published(pump, 1)):
        pass
    assert lines(found) == [("SVC101", PUMP_SLEEPS)]
    session.change(pump, QUICK, 2)
    assert session.published(pump, 2) == []
    session.change(pump, PUMP, 3)
    while not session.published(pump, 3):
        pass
    session.close(agent)
    assert session.published(pump, 3) == []


def test_a_base_class_in_another_window_counts_unsaved(session: Editor, tmp_path: Path) -> None:
    """Without its base, the agent is no service; as soon as the base is one again, the agent is judged again."""
    write(tmp_path, {"base.py": BASE})
    base = session.open(tmp_path / "base.py", BASE.replace("win32serviceutil.ServiceFramework", "object"))
    session.published(base, 1)
    agent = session.open(tmp_path / "agent.py", AGENT.format("from base import BaseService", "BaseService"))
    assert session.published(agent, 1) == []
    session.change(base, BASE, 2)
    assert codes(session.published(agent, 1)) == ["SVC101"]


def test_a_file_that_changes_on_disk_is_read_again(session: Editor, tmp_path: Path) -> None:
    """Somebody checks out another branch: the editor tells which files changed."""
    write(tmp_path, {"base.py": BASE.replace("win32serviceutil.ServiceFramework", "object")})
    agent = session.open(tmp_path / "agent.py", AGENT.format("from base import BaseService", "BaseService"))
    assert session.published(agent, 1) == []
    write(tmp_path, {"base.py": BASE})
    touched(session, CHANGED, tmp_path / "base.py")
    assert codes(session.published(agent, 1)) == ["SVC101"]


def test_a_module_that_is_made_is_found(session: Editor, tmp_path: Path) -> None:
    agent = session.open(tmp_path / "agent.py", AGENT.format("from base import BaseService", "BaseService"))
    assert session.published(agent, 1) == []
    write(tmp_path, {"base.py": BASE})
    touched(session, CREATED, tmp_path / "base.py")
    assert codes(session.published(agent, 1)) == ["SVC101"]


def test_settings_are_read_again_when_they_change(session: Editor, tmp_path: Path) -> None:
    """Made, changed and deleted; a mistake is told to the user, and what held before it holds on."""
    uri = session.open(tmp_path / "scale.py", SLOW)
    assert codes(session.published(uri, 1)) == ["SVC101"]
    path = configure(tmp_path, 'ignore = ["SVC101"]')
    touched(session, CREATED, path)
    assert session.published(uri, 1) == []
    configure(tmp_path, 'ignore = ["nonsense"]')
    touched(session, CHANGED, path)
    told = session.wait(lambda one: one.get("method") == "window/showMessage")["params"]["message"]
    assert "pyproject.toml:2" in told
    assert "nonsense" in told
    session.change(uri, SLOW + "\n", 2)
    assert session.published(uri, 2) == []
    path.unlink()
    touched(session, DELETED, path)
    assert codes(session.published(uri, 2)) == ["SVC101"]


def test_settings_count_from_the_next_keystroke_even_if_nobody_tells_of_them(session: Editor, tmp_path: Path) -> None:
    """Some editors watch no files."""
    uri = session.open(tmp_path / "scale.py", SLOW)
    assert codes(session.published(uri, 1)) == ["SVC101"]
    configure(tmp_path, 'severity = { SVC101 = "info" }\nselect = ["SVC101"]')
    session.change(uri, SLOW + "\n", 2)
    (found,) = session.published(uri, 2)
    assert found["severity"] == 3


def test_what_a_baseline_knows_is_not_shown(tmp_path: Path) -> None:
    """Written by the command, from the folder that the editor has open."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "scale.py").write_text(SLOW)
    configure(tmp_path, 'baseline = "known.json"')
    command = [sys.executable, "-m", "svclint", "lint", "--write-baseline", "known.json", "scale.py"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with editor(tmp_path) as session:
        uri = session.open(tmp_path / "scale.py", SLOW)
        assert session.published(uri, 1) == []
        session.change(uri, SLOW.replace("SetEvent(self.quit)", "SetEvent(self.quit); time.sleep(41)"), 2)
        assert codes(session.published(uri, 2)) == ["SVC101"]
        assert session.end() == 0


def test_a_baseline_that_is_not_there_is_told(session: Editor, tmp_path: Path) -> None:
    """The command refuses it, so nothing is shown that might be known: as from the first settings of a folder."""
    configure(tmp_path, 'baseline = "missing.json"')
    uri = session.open(tmp_path / "scale.py", SLOW)
    told = session.wait(lambda one: one.get("method") == "window/showMessage")["params"]["message"]
    assert "missing.json: no such file" in told
    assert session.published(uri, 1) == []


def test_excluded_files_have_no_findings_of_others_either(session: Editor, tmp_path: Path) -> None:
    """The agent's handler calls a pump of somebody else's."""
    write(tmp_path, {"base.py": BASE, "vendored/pump.py": PUMP, "vendored/__init__.py": ""})
    configure(tmp_path, 'exclude = ["vendored"]')
    pump = session.open(tmp_path / "vendored" / "pump.py", PUMP)
    assert session.published(pump, 1) == []
    agent = session.open(tmp_path / "agent.py", USER.replace("from pump", "from vendored.pump"))
    session.published(agent, 1)
    assert session.pulled(pump)["items"] == []


def test_every_folder_has_its_own_settings(tmp_path: Path) -> None:
    """Two folders of one workspace, and a third that has none; excluded files are left in peace."""
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
    configure(folders[0], 'ignore = ["SVC101"]')
    configure(folders[1], 'exclude = ["vendored"]')
    with editor(*folders) as session:
        for folder, expected in zip(folders, ([], ["SVC101"], ["SVC101"]), strict=True):
            assert codes(session.published(session.open(folder / "scale.py", SLOW), 1)) == expected
        assert session.published(session.open(folders[1] / "vendored" / "scale.py", SLOW), 1) == []
        assert session.end() == 0


def test_the_editor_is_asked_to_watch(tmp_path: Path) -> None:
    with editor(tmp_path, capabilities=WATCHING) as session:
        asked = session.wait(lambda one: one.get("method") == "client/registerCapability")
        (registration,) = asked["params"]["registrations"]
        assert registration["method"] == "workspace/didChangeWatchedFiles"
        patterns = {one["globPattern"] for one in registration["registerOptions"]["watchers"]}
        assert {"**/pyproject.toml", "**/*.py"} <= patterns
        assert session.end() == 0


def test_an_editor_that_asks_is_answered_and_not_told(tmp_path: Path) -> None:
    """Pull: full, then unchanged, then refused because the text went on, then asked for again when settings change."""
    with editor(tmp_path, capabilities=PULLED) as session:
        uri = session.open(tmp_path / "scale.py", SLOW)
        found = session.pulled(uri)
        assert (found["kind"], lines(found["items"])) == ("full", [("SVC101", SLOW_LINE)])
        again = session.pulled(uri, found["resultId"])
        assert again == {"kind": "unchanged", "resultId": found["resultId"]}
        overtaken = _overtaken(session, uri)
        assert (overtaken.code, overtaken.data) == (-32802, {"retriggerRequest": True})
        assert lines(session.pulled(uri, found["resultId"])["items"]) == [("SVC502", STOP)]
        touched(session, CREATED, configure(tmp_path, 'ignore = ["SVC502"]'))
        session.wait(lambda one: one.get("method") == "workspace/diagnostic/refresh")
        assert session.pulled(uri)["items"] == []
        assert session.pulled((tmp_path / "closed.py").as_uri())["items"] == []
        assert session.end() == 0
        assert not [one for one in session.heard if one.get("method") == "textDocument/publishDiagnostics"]


def _overtaken(session: Editor, uri: str) -> Refused:
    """How a request is answered whose text is gone before anybody could have judged it: it is a long one."""
    session.change(uri, GOOD + "raise ValueError\n" * 20_000, 2)
    number = session.ask("textDocument/diagnostic", textDocument={"uri": uri})
    session.change(uri, SILENT, 3)
    with pytest.raises(Refused) as caught:
        session.answer(number)
    return caught.value
