"""SVC102: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc101_blocking_work_in_handler import HandlerTime


class BoundedWaitInHandler(Rule):
    """A control handler waits between 1 s and 30 s."""

    code = "SVC102"
    name = "bounded-wait-in-handler"
    severity = Severity.WARNING
    clauses = ("HND-02", "HND-05")
    properties = ("P10", "P11")
    scope = Scope.CONTROL
    monitor = HandlerTime
    yields_to = ("SVC101",)
    bad = ""
    good = ""
