"""SVC503: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc505_illegal_transition import Transitions


class StoppedInHandler(Rule):
    """SERVICE_STOPPED is reported in a control handler, though pywin32 reports it after SvcDoRun."""

    code = "SVC503"
    name = "stopped-in-handler"
    severity = Severity.ERROR
    clauses = ("STP-06", "STP-09", "STP-10")
    properties = ("P33", "P34")
    scope = Scope.LIFE
    monitor = Transitions
    bad = ""
    good = ""
