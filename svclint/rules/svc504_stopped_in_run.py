"""SVC504: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc505_illegal_transition import Transitions


class StoppedInRun(Rule):
    """SERVICE_STOPPED is reported on the run side, though pywin32 reports it after SvcRun."""

    code = "SVC504"
    name = "stopped-in-run"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-10")
    properties = ("P33", "P34", "P64")
    scope = Scope.LIFE
    monitor = Transitions
    yields_to = ("SVC503",)
    bad = ""
    good = ""
