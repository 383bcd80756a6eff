"""SVC202: see the rule's docstring."""

from svclint.rules.base import Rule, Scope, Severity
from svclint.rules.svc201_stopped_before_join import ThreadsJoined


class HostStoppedBeforeJoin(Rule):
    """SvcDoRun returns, and the host reports SERVICE_STOPPED, while a thread may still run."""

    code = "SVC202"
    name = "host-stopped-before-join"
    severity = Severity.WARNING
    clauses = ("STP-03", "STP-14")
    properties = ("P35",)
    scope = Scope.LIFE
    monitor = ThreadsJoined
    bad = ""
    good = ""
