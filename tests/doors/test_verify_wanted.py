"""What is asked for of the findings of runs, and how a search ends that is interrupted."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from svclint.cli import main
from tests.doors.services import GOOD, LEAKY, service
from tests.doors.test_verify import FEW, command

CARELESS = "threading.Thread(target=self.work).start()"
LOCKED = service(  # SVC103, severity info: SvcStop waits for a lock that SvcDoRun holds while it works
    init="self.lock = threading.Lock()",
    handler="with self.lock:\n    self.last = True",
    run="with self.lock:\n    time.sleep(4)",
)
IGNORING = '[tool.svclint]\nignore = ["SVC202"]\n'
PEDANTIC = "[tool.svclint]\npedantic = true\n"
HERE = '[tool.svclint.per-file-ignores]\n"f*.py" = ["SVC2"]\n'
ELSEWHERE = '[tool.svclint.per-file-ignores]\n"g*.py" = ["SVC2"]\n'

# A service, the settings of its project, the codes that are told and the number of those that are not.
ASKED = {
    "nothing is said": (LEAKY, "", {"SVC202"}, 0),
    "the settings ignore it": (LEAKY, IGNORING, set(), 1),
    "the settings ignore it in such files": (LEAKY, HERE, set(), 1),
    "the settings ignore it in other files": (LEAKY, ELSEWHERE, {"SVC202"}, 0),
    "flake8's comment": (LEAKY.replace("start()", "start()  # noqa: SVC202", 1), "", set(), 1),
    "a comment with a reason": (
        LEAKY.replace("start()", "start()  # svclint: ignore[SVC202] ends with the pipe", 1),
        "",
        set(),
        1,
    ),
    "a comment about another rule": (LEAKY.replace("start()", "start()  # noqa: SVC101", 1), "", {"SVC202"}, 0),
    "a matter of taste": (LOCKED, "", set(), 1),
    "a matter of taste, asked for": (LOCKED, PEDANTIC, {"SVC103"}, 0),
}


@pytest.mark.parametrize("case", ASKED)
def test_settings_and_comments_hold(folder: Path, case: str) -> None:
    """As for reading; what was found in the source is told by the same choice."""
    text, settings, codes, unwanted = ASKED[case]
    (folder / "feed.py").write_text(text)
    (folder / "pyproject.toml").write_text(settings)
    result = command("verify", "feed.py", *FEW, "--output-format=json")
    told = json.loads(result.stdout)
    assert {one["code"] for one in told["findings"]} == codes
    assert (told["unwanted"], result.exit_code) == (unwanted, 1 if codes else 0)
    assert {one["code"] for one in told["static"]} <= codes


def test_wrong_settings_are_told(folder: Path) -> None:
    """Nothing is run with them."""
    (folder / "feed.py").write_text(GOOD)
    (folder / "pyproject.toml").write_text("[tool.svclint]\nselct = []\n")
    result = command("verify", "feed.py", *FEW)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "selct" in result.stderr


def test_what_may_start_programs_may_end_them(folder: Path) -> None:
    """Of its own: a child that it waits for in vain is terminated."""
    run = "child = subprocess.Popen(['sleep', '1000'])\nself.child = child\nchild.terminate()\nchild.wait()"
    (folder / "feed.py").write_text(service(run=run))
    assert command("verify", "feed.py", *FEW, "--allow=process").exit_code == 0
    (folder / "feed.py").write_text(service(run="os.kill(os.getppid(), 0)"))
    assert command("verify", "feed.py", *FEW, "--allow=process").exit_code == 3


@pytest.mark.skipif(os.name != "posix", reason="a console's Ctrl-C cannot be sent to one process of Windows")
@pytest.mark.parametrize("number, code", [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("replayed", [False, True])
def test_an_interrupted_search_leaves_nothing(folder: Path, number: signal.Signals, code: int, replayed: bool) -> None:
    """Neither a folder nor a verdict; nor does a replay."""
    (folder / "feed.py").write_text(
        service(handler="while (folder := os.environ.get('WAIT')):\n    pass", run=CARELESS)
    )
    arguments = ["verify", "feed.py", *FEW]
    if replayed:
        (found,) = json.loads(command(*arguments, "--output-format=json").stdout)["findings"]
        arguments = ["replay", found["token"]]
    scratch = folder / "scratch"
    scratch.mkdir()
    environment = {**os.environ, "WAIT": "1", "TMPDIR": str(scratch)}
    with subprocess.Popen(
        [sys.executable, "-m", main.__module__.partition(".")[0], *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as search:
        assert search.stderr is not None
        assert "runs the code" in search.stderr.readline()
        while not any(scratch.glob("svclint-*/*")):
            assert search.poll() is None
        search.send_signal(number)
        told, said = search.communicate()
    assert (search.returncode, told) == (code, ""), said
    assert not any(scratch.iterdir())
