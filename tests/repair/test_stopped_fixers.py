"""Reports of STOPPED, and STOP_PENDING that is missing, in the shapes that services have, written down first."""

from __future__ import annotations

from collections import Counter
from importlib import import_module

import pytest

from svclint.linting import lint_bytes
from svclint.repair.lines import applied
from svclint.repair.workshop import Refused, Workshop

HEAD = """\
import logging
import os
import threading

import servicemanager
import win32event
import win32service
import win32service as ws
import win32serviceutil
import winerror

GONE = win32service.SERVICE_STOPPED


class Service(win32serviceutil.ServiceFramework):
    _svc_name_ = "Service"

    def __init__(self, args):
        super().__init__(args)
        self.stop = win32event.CreateEvent(None, True, False, None)
        self.code = 0

"""
MASK = """\
    def GetAcceptedControls(self):
        return win32service.SERVICE_ACCEPT_STOP

"""
STOP = """\
    def SvcStop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

"""
RUN = "    def SvcDoRun(self):\n"
WAIT = "        win32event.WaitForSingleObject(self.stop, win32event.INFINITE)\n"
PENDING = "        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)\n"
STOPPED = "        self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n"
SIGNAL = "        win32event.SetEvent(self.stop)\n"
ENTRY = "    def SvcStop(self):\n"
MAIN = "\n    def main(self):\n" + WAIT
CODES = "win32ExitCode=winerror.ERROR_SERVICE_SPECIFIC_ERROR"


def deep(code: str) -> str:
    """Code one level deeper."""
    return "".join(f"    {row}" for row in code.splitlines(keepends=True))


# trust, the end of the class before, and after
PENDING_FIRST = {
    "a branch of if": (
        "safe",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_INTERROGATE:
            return 0
        elif control in (win32service.SERVICE_CONTROL_STOP, win32service.SERVICE_CONTROL_SHUTDOWN):
            # wake it
            win32event.SetEvent(self.stop)
            return 0
        return winerror.ERROR_CALL_NOT_IMPLEMENTED

""",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control == win32service.SERVICE_CONTROL_INTERROGATE:
            return 0
        elif control in (win32service.SERVICE_CONTROL_STOP, win32service.SERVICE_CONTROL_SHUTDOWN):
            self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            # wake it
            win32event.SetEvent(self.stop)
            return 0
        return winerror.ERROR_CALL_NOT_IMPLEMENTED

""",
    ),
    "an else for the other controls": (
        "safe",
        """\
    def ServiceCtrlHandlerEx(me, code, *more):
        if code == 1 or code == ws.SERVICE_CONTROL_SHUTDOWN:
            win32event.SetEvent(me.stop)
        else:
            return super().ServiceCtrlHandlerEx(code, *more)

""",
        """\
    def ServiceCtrlHandlerEx(me, code, *more):
        if code == 1 or code == ws.SERVICE_CONTROL_SHUTDOWN:
            me.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
            win32event.SetEvent(me.stop)
        else:
            return super().ServiceCtrlHandlerEx(code, *more)

""",
    ),
    "behind a guard": (
        "safe",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control != win32service.SERVICE_CONTROL_STOP:
            return super().ServiceCtrlHandlerEx(control, event_type, data)
        win32event.SetEvent(self.stop)
        return 0

""",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control != win32service.SERVICE_CONTROL_STOP:
            return super().ServiceCtrlHandlerEx(control, event_type, data)
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)
        return 0

""",
    ),
    "a case of several": (
        "safe",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        match control:
            case ws.SERVICE_CONTROL_INTERROGATE:
                pass
            case ws.SERVICE_CONTROL_STOP | ws.SERVICE_CONTROL_SHUTDOWN:
                win32event.SetEvent(self.stop)
        return 0

""",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        match control:
            case ws.SERVICE_CONTROL_INTERROGATE:
                pass
            case ws.SERVICE_CONTROL_STOP | ws.SERVICE_CONTROL_SHUTDOWN:
                self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
                win32event.SetEvent(self.stop)
        return 0

""",
    ),
    "a table of methods": (
        "safe",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        table = {win32service.SERVICE_CONTROL_STOP: self.on_stop, win32service.SERVICE_CONTROL_INTERROGATE: self.ask}
        method = table.get(control)
        if method:
            method()
        return 0

    def on_stop(self):
        win32event.SetEvent(self.stop)

    def ask(self):
        pass

""",
        """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        table = {win32service.SERVICE_CONTROL_STOP: self.on_stop, win32service.SERVICE_CONTROL_INTERROGATE: self.ask}
        method = table.get(control)
        if method:
            method()
        return 0

    def on_stop(self):
        self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING)
        win32event.SetEvent(self.stop)

    def ask(self):
        pass

""",
    ),
    "parameters that nobody has to give": (
        "safe",
        "    def SvcStop(self, why=None):\n" + SIGNAL + "\n",
        "    def SvcStop(self, why=None):\n" + PENDING + SIGNAL + "\n",
    ),
    "the signal in a try": (
        "safe",
        ENTRY
        + "        try:\n"
        + deep(SIGNAL)
        + "        except Exception:\n            logging.exception('stop')\n\n",
        ENTRY + PENDING + "        try:\n" + deep(SIGNAL) + "        except Exception:\n"
        "            logging.exception('stop')\n\n",
    ),
}
PENDING_REFUSED = {
    "one branch for several controls": """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        if control in (win32service.SERVICE_CONTROL_STOP, win32service.SERVICE_CONTROL_PAUSE):
            win32event.SetEvent(self.stop)
        return 0

""",
    "no branch at all": """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        win32event.SetEvent(self.stop)
        return 0

""",
    "a table whose method serves another control": """\
    def ServiceCtrlHandlerEx(self, control, event_type, data):
        table = {win32service.SERVICE_CONTROL_STOP: self.on_any, win32service.SERVICE_CONTROL_INTERROGATE: self.on_any}
        method = table.get(control)
        if method:
            method()
        return 0

    def on_any(self):
        win32event.SetEvent(self.stop)

""",
}

# trust, SvcStop and what it calls before, and after; SvcDoRun waits
HANDLER = {
    "first of all: it becomes the other state": ("safe", ENTRY + STOPPED + SIGNAL, ENTRY + PENDING + SIGNAL),
    "first but for a log entry": (
        "safe",
        ENTRY + '        """Stop."""\n        logging.info("stopping")\n' + STOPPED + SIGNAL,
        ENTRY + '        """Stop."""\n        logging.info("stopping")\n' + PENDING + SIGNAL,
    ),
    "first in a try, named and with defaults": (
        "safe",
        ENTRY
        + "        try:\n            self.ReportServiceStatus(serviceStatus=GONE, win32ExitCode=0)\n"
        + deep(SIGNAL)
        + "        except Exception as error:\n            logging.error(error)\n",
        ENTRY + "        try:\n            self.ReportServiceStatus(serviceStatus=win32service.SERVICE_STOP_PENDING, "
        "win32ExitCode=0)\n" + deep(SIGNAL) + "        except Exception as error:\n            logging.error(error)\n",
    ),
    "first, with a wait hint that is none": (
        "safe",
        ENTRY + STOPPED.replace(")\n", ", waitHint=0)\n") + SIGNAL,
        ENTRY + PENDING + SIGNAL,
    ),
    "a log entry behind it": (
        "safe",
        ENTRY + PENDING + SIGNAL + STOPPED + '        logging.info("stopped")\n',
        ENTRY + PENDING + SIGNAL + '        logging.info("stopped")\n',
    ),
    "work behind it": (
        "unsafe",
        ENTRY + PENDING + STOPPED + SIGNAL,
        ENTRY + PENDING + SIGNAL,
    ),
    "in between, and STOP_PENDING is missing": (
        "unsafe",
        ENTRY + "        self.code = 1\n" + STOPPED + SIGNAL,
        ENTRY + PENDING + "        self.code = 1\n" + SIGNAL,
    ),
    "at the end of an if": (
        "safe",
        ENTRY
        + PENDING
        + SIGNAL
        + "        if os.path.exists('tray'):\n            logging.info('bye')\n"
        + deep(STOPPED),
        ENTRY + PENDING + SIGNAL + "        if os.path.exists('tray'):\n            logging.info('bye')\n",
    ),
    "all of a finally with handlers": (
        "safe",
        ENTRY
        + PENDING
        + "        try:\n"
        + deep(SIGNAL)
        + "        except Exception:\n            logging.exception('stop')\n        finally:\n"
        + deep(STOPPED),
        ENTRY + PENDING + "        try:\n" + deep(SIGNAL) + "        except Exception:\n"
        "            logging.exception('stop')\n",
    ),
    "all of a finally without handlers": (
        "safe",
        ENTRY + PENDING + "        try:\n" + deep(SIGNAL) + "        finally:\n" + deep(STOPPED),
        ENTRY + PENDING + "        try:\n" + deep(SIGNAL) + "        finally:\n            pass\n",
    ),
    "a raw tuple": (
        "safe",
        ENTRY
        + PENDING
        + SIGNAL
        + "        ws.SetServiceStatus(self.ssh, (16, ws.SERVICE_STOPPED, 0, winerror.NO_ERROR, 0, 0, 0))\n",
        ENTRY + PENDING + SIGNAL,
    ),
    "in a helper of its own": (
        "safe",
        ENTRY
        + PENDING
        + SIGNAL
        + "        self.gone()\n\n    def gone(self):\n        logging.info('over')\n"
        + STOPPED,
        ENTRY + PENDING + SIGNAL + "        self.gone()\n\n    def gone(self):\n        logging.info('over')\n",
    ),
    "a helper that takes the state": (
        "safe",
        ENTRY
        + "        self.say(win32service.SERVICE_STOP_PENDING)\n"
        + SIGNAL
        + "        self.say(win32service.SERVICE_STOPPED, 0)\n\n    def say(self, state, hint=3000):\n"
        "        self.ReportServiceStatus(state, hint)\n",
        ENTRY + "        self.say(win32service.SERVICE_STOP_PENDING)\n" + SIGNAL + "\n"
        "    def say(self, state, hint=3000):\n        self.ReportServiceStatus(state, hint)\n",
    ),
    "a helper that also keeps the state": (
        "unsafe",
        ENTRY
        + "        self.say(win32service.SERVICE_STOP_PENDING)\n"
        + SIGNAL
        + "        self.say(state=GONE)\n\n    def say(self, state):\n        self.state = state\n"
        "        self.ReportServiceStatus(state)\n",
        ENTRY + "        self.say(win32service.SERVICE_STOP_PENDING)\n" + SIGNAL + "\n    def say(self, state):\n"
        "        self.state = state\n        self.ReportServiceStatus(state)\n",
    ),
    "a helper that takes the state, first of all": (
        "safe",
        ENTRY
        + "        self.say(win32service.SERVICE_STOPPED)\n"
        + SIGNAL
        + "\n    def say(self, state):\n        self.ReportServiceStatus(state)\n",
        ENTRY
        + "        self.say(win32service.SERVICE_STOP_PENDING)\n"
        + SIGNAL
        + "\n    def say(self, state):\n        self.ReportServiceStatus(state)\n",
    ),
    "on one line with the signal": (
        "safe",
        "    def SvcStop(self): self.ReportServiceStatus(win32service.SERVICE_STOPPED); "
        "win32event.SetEvent(self.stop)\n",
        "    def SvcStop(self): self.ReportServiceStatus(win32service.SERVICE_STOP_PENDING); "
        "win32event.SetEvent(self.stop)\n",
    ),
    "all of an if": (
        "safe",
        ENTRY
        + PENDING
        + SIGNAL
        + "        if self.ssh:\n            ws.SetServiceStatus(self.ssh, (16, 1, 0, 0, 0, 0, 0))\n",
        ENTRY + PENDING + SIGNAL,
    ),
    "helpers that hand the state on, one of them with care": (
        "safe",
        ENTRY
        + PENDING
        + SIGNAL
        + "        self.mark(GONE)\n\n    def mark(self, to):\n        self.say(to, hint=9)\n\n"
        "    def say(self, state, hint):\n        try:\n            if self.ssh:\n"
        "                self.ReportServiceStatus(state, hint)\n        except Exception:\n"
        "            logging.exception('report')\n",
        ENTRY + PENDING + SIGNAL + "\n    def mark(self, to):\n        self.say(to, hint=9)\n\n"
        "    def say(self, state, hint):\n        try:\n            if self.ssh:\n"
        "                self.ReportServiceStatus(state, hint)\n        except Exception:\n"
        "            logging.exception('report')\n",
    ),
    "a framework method that does more here": (
        "unsafe",
        ENTRY
        + PENDING
        + SIGNAL
        + STOPPED
        + "\n    def ReportServiceStatus(self, *args):\n        super().ReportServiceStatus(*args)\n"
        "        self.told = args\n",
        ENTRY + PENDING + SIGNAL + "\n    def ReportServiceStatus(self, *args):\n"
        "        super().ReportServiceStatus(*args)\n        self.told = args\n",
    ),
}
HANDLER_REFUSED = {
    "an exit code": ENTRY + PENDING + SIGNAL + STOPPED.replace(")\n", ", svcExitCode=2)\n"),
    "an exit code from elsewhere": ENTRY + PENDING + SIGNAL + STOPPED.replace(")\n", ", 5000, self.code)\n"),
    "a helper that does more than a little": (
        ENTRY + "        self.say(win32service.SERVICE_STOP_PENDING)\n" + SIGNAL + "        self.say(GONE)\n\n"
        "    def say(self, state):\n        for name in os.listdir():\n            os.remove(name)\n"
        "        self.ReportServiceStatus(state)\n"
    ),
    "a state out of a variable that changes": (
        ENTRY + SIGNAL + "        for state in (win32service.SERVICE_STOP_PENDING, GONE):\n"
        "            self.ReportServiceStatus(state)\n"
    ),
}

# trust, SvcDoRun and what it calls before, and after; SvcStop is right
RUNNER = {
    "at the end of an except": (
        "safe",
        RUN
        + "        try:\n            self.main()\n        except Exception:\n            logging.exception('run')\n"
        + deep(STOPPED)
        + MAIN,
        RUN
        + "        try:\n            self.main()\n        except Exception:\n            logging.exception('run')\n"
        + MAIN,
    ),
    "in front of a break": (
        "safe",
        RUN
        + "        while True:\n            if win32event.WaitForSingleObject(self.stop, 900) == 0:\n"
        + deep(deep(STOPPED))
        + "                break\n            self.code += 1\n",
        RUN + "        while True:\n            if win32event.WaitForSingleObject(self.stop, 900) == 0:\n"
        "                break\n            self.code += 1\n",
    ),
    "in front of a break, with work behind the loop": (
        "unsafe",
        RUN
        + "        while True:\n            if win32event.WaitForSingleObject(self.stop, 900) == 0:\n"
        + deep(deep(STOPPED))
        + "                break\n        os.remove('lock')\n",
        RUN + "        while True:\n            if win32event.WaitForSingleObject(self.stop, 900) == 0:\n"
        "                break\n        os.remove('lock')\n",
    ),
    "log entries behind it": (
        "safe",
        RUN + WAIT + STOPPED + "        servicemanager.LogInfoMsg('stopped')\n        return\n",
        RUN + WAIT + "        servicemanager.LogInfoMsg('stopped')\n        return\n",
    ),
    "work behind it": (
        "unsafe",
        RUN + WAIT + STOPPED + "        os.remove('lock')\n",
        RUN + WAIT + "        os.remove('lock')\n",
    ),
    "a finally behind it": (
        "unsafe",
        RUN + "        try:\n" + deep(WAIT + STOPPED) + "        finally:\n            os.remove('lock')\n",
        RUN + "        try:\n" + deep(WAIT) + "        finally:\n            os.remove('lock')\n",
    ),
    "an open file behind it": (
        "unsafe",
        RUN + "        with open('lock'):\n" + deep(WAIT + STOPPED),
        RUN + "        with open('lock'):\n" + deep(WAIT),
    ),
    "all of an else": (
        "safe",
        RUN + WAIT + "        if self.code:\n            logging.error('no')\n        else:\n" + deep(STOPPED),
        RUN + WAIT + "        if self.code:\n            logging.error('no')\n",
    ),
    "an else with a remark": (
        "safe",
        RUN
        + WAIT
        + "        if self.code:\n            logging.error('no')\n        else:\n            # well\n"
        + deep(STOPPED),
        RUN + WAIT + "        if self.code:\n            logging.error('no')\n        else:\n"
        "            # well\n            pass\n",
    ),
    "over several lines, with remarks": (
        "safe",
        RUN
        + WAIT
        + "        self.ReportServiceStatus(\n            ws.SERVICE_STOPPED,  # the end\n        )  # at last\n",
        RUN + WAIT + "        # the end\n        # at last\n",
    ),
    "two helpers deep": (
        "safe",
        RUN + "        self.main()\n" + MAIN + "        self.finish()\n\n    def finish(self):\n" + STOPPED,
        RUN + "        self.main()\n" + MAIN + "        self.finish()\n\n    def finish(self):\n        pass\n",
    ),
    "a helper with work behind it": (
        "unsafe",
        RUN + "        self.main()\n        os.remove('lock')\n" + MAIN + STOPPED,
        RUN + "        self.main()\n        os.remove('lock')\n" + MAIN,
    ),
    "a function of the module": (
        "safe",
        RUN
        + "        serve(self)\n\n\ndef serve(service):\n"
        + WAIT.replace("self", "service").replace("        ", "    ")
        + "    service.ReportServiceStatus(win32service.SERVICE_STOPPED)\n",
        RUN
        + "        serve(self)\n\n\ndef serve(service):\n"
        + WAIT.replace("self", "service").replace("        ", "    "),
    ),
    "by the class": (
        "safe",
        RUN + WAIT + "        win32serviceutil.ServiceFramework.ReportServiceStatus(self, GONE)\n",
        RUN + WAIT,
    ),
    "a local name": (
        "safe",
        RUN + "        state = win32service.SERVICE_STOPPED\n" + WAIT + "        self.ReportServiceStatus(state)\n",
        RUN + "        state = win32service.SERVICE_STOPPED\n" + WAIT,
    ),
    "a word that the helper looks up": (
        "safe",
        "    STATES = {'gone': win32service.SERVICE_STOPPED, 'going': win32service.SERVICE_STOP_PENDING}\n\n"
        + RUN
        + WAIT
        + "        self.say('gone')\n\n    def say(self, word):\n"
        "        self.ReportServiceStatus(self.STATES[word])\n",
        "    STATES = {'gone': win32service.SERVICE_STOPPED, 'going': win32service.SERVICE_STOP_PENDING}\n\n"
        + RUN
        + WAIT
        + "\n    def say(self, word):\n"
        "        self.ReportServiceStatus(self.STATES[word])\n",
    ),
    "an exit code that may be zero": (
        "unsafe",
        RUN + WAIT + STOPPED.replace(")\n", ", win32ExitCode=self.code)\n"),
        RUN + WAIT + '        if self.code:\n            raise RuntimeError(f"win32ExitCode={self.code}")\n',
    ),
    "exit codes, and a log entry before the return": (
        "unsafe",
        RUN
        + "        if not os.path.exists('x'):\n"
        + deep(STOPPED.replace(")\n", f", {CODES}, svcExitCode=4)\n"))
        + "            logging.error('no x')\n            return\n"
        + WAIT,
        RUN + "        if not os.path.exists('x'):\n            logging.error('no x')\n"
        f'            raise RuntimeError("{CODES}, svcExitCode=4")\n' + WAIT,
    ),
    "exit codes in an except, and a log entry behind": (
        "unsafe",
        RUN
        + "        try:\n            self.main()\n        except Exception as error:\n"
        + deep(STOPPED.replace(")\n", ", win32ExitCode=1)\n"))
        + "            logging.error(error)\n"
        + MAIN,
        RUN + "        try:\n            self.main()\n        except Exception as error:\n"
        "            logging.error(error)\n            raise\n" + MAIN,
    ),
    "exit codes in a helper": (
        "unsafe",
        RUN
        + "        if not os.path.exists('x'):\n            self.fail(3)\n            return\n"
        + WAIT
        + "\n    def fail(self, code):\n        logging.error('no x')\n"
        + STOPPED.replace(")\n", f", {CODES}, svcExitCode=code)\n"),
        RUN
        + "        if not os.path.exists('x'):\n            self.fail(3)\n            return\n"
        + WAIT
        + "\n    def fail(self, code):\n        logging.error('no x')\n"
        f'        raise RuntimeError(f"{CODES}, svcExitCode={{code}}")\n',
    ),
    "handed back": (
        "safe",
        RUN + WAIT + "        return self.ReportServiceStatus(win32service.SERVICE_STOPPED)\n",
        RUN + WAIT + "        return\n",
    ),
    "imports of the function": (
        "safe",
        RUN
        + "        import win32service as scm\n\n"
        + WAIT
        + "        self.ReportServiceStatus(scm.SERVICE_STOPPED)\n",
        RUN + "        import win32service as scm\n\n" + WAIT,
    ),
    "a decorator around it": (
        "unsafe",
        "    @timed\n" + RUN + WAIT + STOPPED,
        "    @timed\n" + RUN + WAIT,
    ),
}
RUNNER_REFUSED = {
    "an exception would be caught": (
        RUN
        + "        try:\n            if not os.path.exists('x'):\n"
        + deep(deep(STOPPED.replace(")\n", ", win32ExitCode=2)\n")))
        + "                return\n            self.main()\n        except Exception:\n"
        + "            logging.exception('run')\n"
        + MAIN
    ),
    "an exit code in a finally": (
        RUN
        + "        try:\n            self.main()\n        finally:\n"
        + deep(STOPPED.replace(")\n", ", win32ExitCode=2)\n"))
        + MAIN
    ),
    "exit codes, and work behind": (
        RUN + WAIT + STOPPED.replace(")\n", ", win32ExitCode=2)\n") + "        os.remove('lock')\n"
    ),
    "the process may be ended behind it": (RUN + WAIT + STOPPED + "        if self.code:\n            os._exit(2)\n"),
    "a helper that is handed on": (
        RUN + WAIT + "        self.finish()\n\n    def finish(self):\n" + STOPPED + "\n    def later(self, loop):\n"
        "        loop.call_later(5, self.finish)\n"
    ),
    "in the constructor's stead": (
        "    def SvcRun(self):\n        self.prepare()\n        super().SvcRun()\n\n    def prepare(self):\n"
        + STOPPED.replace(")\n", ", win32ExitCode=2)\n")
        + "\n"
        + RUN
        + WAIT
    ),
}


SERVE = "        from wsgiref.simple_server import make_server\n        self.server = make_server('', 80, None)\n"
# how far the deletion is trusted, what SvcStop does before it reports STOPPED, and SvcDoRun
HEARD = {
    "an event that is waited for": ("safe", SIGNAL, WAIT),
    "an event beside a thread": (
        "safe",
        SIGNAL,
        "        self.worker = threading.Thread(target=print)\n        self.worker.start()\n"
        + WAIT
        + "        self.worker.join()\n",
    ),
    "a flag asked by a helper": (
        "safe",
        "        self.code = 1\n",
        "        while self.goes_on():\n            os.remove('x')\n\n"
        "    def goes_on(self):\n        return self.code == 0\n",
    ),
    "a server that goes on": ("unsafe", SIGNAL, SERVE + "        self.server.serve_forever()\n" + WAIT),
    "a server that is told": (
        "unsafe",
        "        self.server.shutdown()\n",
        SERVE + "        self.server.serve_forever()\n",
    ),
    "a thread that never ends": (
        "unsafe",
        SIGNAL,
        "        self.worker = threading.Thread(target=self.work)\n        self.worker.start()\n"
        + WAIT
        + "        self.worker.join()\n\n    def work(self):\n        while True:\n            os.remove('x')\n",
    ),
    "a program of others that is given the event": (
        "unsafe",
        SIGNAL,
        "        import shop\n        shop.main(self.stop)\n",
    ),
    # Nobody can ask for the event there: without the report no stop would ever end the service.
    "a program of others": (None, SIGNAL, "        import shop\n        shop.main()\n"),
    "nothing but the report": (None, "        logging.info('stop')\n", "        import shop\n        shop.main()\n"),
}


def codes(text: str) -> Counter[str]:
    """How often each rule has something to say."""
    return Counter(one.code for one in lint_bytes(text.encode(), "service.py").findings)


def offered(text: str, code: str) -> tuple[str, str] | None:
    """How far the fix of a rule's first finding is trusted, and the text after it; None when there is none.

    With it the finding is gone, and no other has come.
    """
    compile(text, "service.py", "exec")
    finding = next(one for one in lint_bytes(text.encode(), "service.py").findings if one.code == code)
    try:
        fix = import_module(f"svclint.repair.fixers.{code.lower()}").fix(Workshop(text), finding)
    except Refused:
        return None
    if fix is None:
        return None
    after = applied(text, fix.edits)
    compile(after, "service.py", "exec")
    assert codes(after) <= codes(text) - Counter([code])
    return fix.applicability.value, after


@pytest.mark.parametrize(("trust", "before", "after"), PENDING_FIRST.values(), ids=PENDING_FIRST)
def test_502_reports_where_stop_is_handled(trust: str, before: str, after: str) -> None:
    """In the branch, or in the method, that serves STOP and nothing else but shutdown."""
    assert offered(HEAD + MASK + before + RUN + WAIT, "SVC502") == (trust, HEAD + MASK + after + RUN + WAIT)


@pytest.mark.parametrize("stop", PENDING_REFUSED.values(), ids=PENDING_REFUSED)
def test_502_answers_no_other_control(stop: str) -> None:
    """Where other controls come the same way nothing is put in."""
    assert offered(HEAD + MASK + stop + RUN + WAIT, "SVC502") is None


@pytest.mark.parametrize(("trust", "before", "after"), HANDLER.values(), ids=HANDLER)
def test_503_takes_stopped_out_of_the_handler(trust: str, before: str, after: str) -> None:
    """It goes, or it becomes the STOP_PENDING that is missing."""
    end = "\n" + RUN + WAIT
    assert offered(HEAD + before + end, "SVC503") == (trust, HEAD + after + end)


@pytest.mark.parametrize(("trust", "signal", "run"), HEARD.values(), ids=HEARD)
def test_503_is_safe_where_svcdorun_hears_the_handler(trust: str | None, signal: str, run: str) -> None:
    """Elsewhere STOPPED may be what ends the process, as the host's dispatcher returns then; or certainly is."""
    end = "\n" + RUN + run
    after = HEAD + ENTRY + PENDING + signal + end
    assert offered(HEAD + ENTRY + PENDING + signal + STOPPED + end, "SVC503") == (trust and (trust, after))


@pytest.mark.parametrize("stop", HANDLER_REFUSED.values(), ids=HANDLER_REFUSED)
def test_503_leaves_what_tells_more(stop: str) -> None:
    """Exit codes, helpers that do other things, states that are not sure."""
    assert offered(HEAD + stop + "\n" + RUN + WAIT, "SVC503") is None


@pytest.mark.parametrize(("trust", "before", "after"), RUNNER.values(), ids=RUNNER)
def test_504_takes_stopped_off_the_run_side(trust: str, before: str, after: str) -> None:
    """It goes where nothing is run after it; with exit codes an exception comes."""
    assert offered(HEAD + STOP + before, "SVC504") == (trust, HEAD + STOP + after)


@pytest.mark.parametrize("run", RUNNER_REFUSED.values(), ids=RUNNER_REFUSED)
def test_504_leaves_what_it_cannot_oversee(run: str) -> None:
    """Exceptions that would not arrive, helpers that others call, work that would be skipped."""
    assert offered(HEAD + STOP + run, "SVC504") is None


SHARED = "        self.gone()\n\n    def gone(self):\n" + STOPPED + "\n" + RUN + WAIT + "        self.gone()\n"


def test_a_helper_of_both_sides_is_no_longer_called() -> None:
    """Both calls are a defect; the helper itself keeps its meaning."""
    before = HEAD + ENTRY + PENDING + SIGNAL + SHARED
    assert offered(before, "SVC503") == ("safe", before.replace("        self.gone()\n", ""))


def test_a_helper_of_both_sides_that_does_more_is_left_alone() -> None:
    """What it does besides is wanted by both."""
    before = HEAD + ENTRY + PENDING + SIGNAL + SHARED.replace(STOPPED, "        os.remove('lock')\n" + STOPPED)
    assert offered(before, "SVC503") is None


@pytest.mark.parametrize(("rest", "trust"), [("", "safe"), ("            os.remove('lock')\n", "unsafe")])
def test_what_the_run_side_does_after_calling_the_handler_counts(rest: str, trust: str) -> None:
    """SvcDoRun that calls SvcStop when it fails goes on after the report, or does not."""
    run = "\n" + RUN + "        try:\n            self.main()\n        except Exception:\n            self.SvcStop()\n"
    end = run + rest + MAIN
    before = HEAD + ENTRY + PENDING + SIGNAL + STOPPED + end
    assert offered(before, "SVC503") == (trust, HEAD + ENTRY + PENDING + SIGNAL + end)
