"""Child processes and operating system calls: subprocess, os, psutil."""

from __future__ import annotations

from svclint.contract.effects.kinds import Act, Argument, Blocks
from svclint.contract.effects.spelling import act, each, seconds
from svclint.contract.events import WaitKind

_RUN = Blocks(WaitKind.PROCESS, seconds(None))
_CHILD = Blocks(WaitKind.PROCESS, seconds(0))
_WHOLE = Blocks(WaitKind.PROCESS)
_MEASURE = Blocks(WaitKind.SLEEP, seconds(0, "interval", absent=0.0), exact=True)

BLOCKS: dict[str, Blocks] = {
    **each("subprocess", "run call check_call check_output", _RUN),
    **each("subprocess", "getoutput getstatusoutput", _WHOLE),
    "subprocess.Popen.wait": _CHILD,
    "subprocess.Popen.communicate": Blocks(WaitKind.PROCESS, seconds(1)),
    "subprocess.Popen.__exit__": _WHOLE,
    **each("os", "system waitpid wait", _WHOLE),
    **each("os._wrap_close", "read readline readlines close __exit__", _WHOLE),
    "psutil.Process.wait": _CHILD,
    "psutil.Popen.communicate": Blocks(WaitKind.PROCESS, seconds(1)),
    "psutil.wait_procs": Blocks(WaitKind.PROCESS, seconds(1)),
    "psutil.cpu_percent": _MEASURE,
    "psutil.cpu_times_percent": _MEASURE,
    "psutil.Process.cpu_percent": _MEASURE,
}

ACTS = {
    **act("subprocess.Popen", "terminate kill send_signal", Act.END),
    **act("subprocess.Popen", "wait communicate __exit__", Act.JOIN),
    **act("subprocess.Popen", "poll", Act.OVER),
    **act("psutil.Process", "terminate kill", Act.END),
    **act("psutil.Process", "wait", Act.JOIN),
    **act("psutil.Process", "is_running", Act.ALIVE),
    **act("os", "kill", Act.END, subject=Argument(0, None)),
}

BASES = {"psutil.Popen": "psutil.Process"}

RETURNS = {"os.popen": "os._wrap_close", "os.popen2": "os._wrap_close", "os.popen3": "os._wrap_close"}

ALIASES = {
    "subprocess32": "subprocess",
    "commands.getoutput": "subprocess.getoutput",
    "commands.getstatusoutput": "subprocess.getstatusoutput",
}
