"""Rows about installing, opening, changing and deleting services, and about notifications."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from svclint.contract.installation import ServiceType, StartType
from svclint.contract.states import RUNNING
from svclint.simulation.scm.console import Console
from svclint.simulation.scm.database import Database
from svclint.simulation.scm.notifying import Notify
from svclint.simulation.scm.records import Configuration
from svclint.simulation.scm.requests import Requests
from svclint.simulation.scm.rights import Access, ManagerAccess
from tests.simulation.scm.puppets import Puppet, installed
from tests.simulation.scm.rows import Row
from tests.simulation.scm.stage import Stage, brought_to, error_of

_NEW = Configuration("new")
_BAD_KINDS = [
    _NEW._replace(type=ServiceType.WIN32),
    _NEW._replace(type=ServiceType.KERNEL_DRIVER | ServiceType.INTERACTIVE_PROCESS),
    _NEW._replace(type=ServiceType.WIN32_OWN_PROCESS | ServiceType.INTERACTIVE_PROCESS, account=r".\somebody"),
    _NEW._replace(start_type=StartType.AUTO_START | StartType.DISABLED),
    _NEW._replace(start_type=StartType.BOOT_START),
]
_WANTED: dict[str, list[Configuration]] = {
    "the name exists": [Configuration("subject"), Configuration("SUBJECT")],
    "the name exists and is marked": [Configuration("subject")],
    "marked, a handle is open": [Configuration("subject")],
    "the display name is another's name": [_NEW._replace(display_name="Subject")],
    "the display name is another's display name": [_NEW._replace(display_name="the subject")],
    "an empty name": [_NEW._replace(name="")],
    "an empty path": [_NEW._replace(path="")],
    "types and start types that do not go together": _BAD_KINDS,
    "manager handle lacks CREATE_SERVICE": [_NEW],
}


def _requests(row: Row) -> Requests:
    installed = Configuration("subject", display_name="The subject")
    return Requests(Database([installed], row.profile))


def creating(row: Row) -> None:
    """CreateService."""
    requests = _requests(row)
    if "marked" in row.given:
        requests.delete(requests.open(requests.open_manager(), "subject"))
    lacking = ManagerAccess.CREATE_SERVICE if "lacks" in row.given else 0
    manager = requests.open_manager(ManagerAccess.ALL_ACCESS & ~lacking)
    for wanted in _WANTED[row.given]:
        assert error_of(partial(requests.create, manager, wanted)) == row.result, wanted


def enumerating(row: Row) -> None:
    """E093."""
    requests = _requests(row)
    manager = requests.open_manager(ManagerAccess.ALL_ACCESS & ~ManagerAccess.ENUMERATE_SERVICE)
    assert error_of(lambda: requests.enumerate(manager)) == row.result
    assert [each.name for each in requests.enumerate(requests.open_manager())] == ["subject"]


def opening(row: Row) -> None:
    """E171, E172, E174: OpenService."""
    requests = _requests(row)
    manager = requests.open_manager()
    names = {"no such service": ["another"], "a malformed name": ["a/b", "a\\b", "", "x" * 257]}.get(
        row.given, ["Subject"]
    )
    if row.given.startswith("marked"):
        requests.delete(requests.open(manager, "subject"))
    for name in names:
        assert error_of(partial(requests.open, manager, name)) == row.result, name


def opening_the_manager(row: Row) -> None:
    """E173."""
    requests = _requests(row)
    errors = [error_of(partial(requests.open_manager, database=name)) for name in ("Other", "ServicesFailed")]
    assert errors == row.result
    assert error_of(lambda: requests.open_manager(database="ServicesActive")) == 0


def deleting(row: Row) -> None:
    """DeleteService, of a service that runs, has stopped, is marked, or through a poor handle."""
    for state in row.states:
        stage = brought_to(state, 0, row.given, row.profile)
        stage.play(partial(_delete, row, stage))


def _delete(row: Row, stage: Stage, console: Console) -> None:
    requests, handle = stage.machine.requests, stage.handle()
    seen = stage.note(lambda: requests.delete(handle))
    assert seen.error == row.result
    assert (seen.status, seen.process) == seen.before
    if row.after == "gone":
        assert error_of(lambda: stage.open("subject")) == 0
        _close_all(stage)
        assert error_of(lambda: stage.open("subject")) == 1060
    if row.after == "marked, disabled, still running":
        assert (stage.record.marked, stage.record.configuration.start_type) == (True, StartType.DISABLED)
        assert stage.record.status.state == RUNNING


def _close_all(stage: Stage) -> None:
    for handle in range(0x1000, 0x1000 + 4 * 20, 4):
        error_of(partial(stage.machine.requests.close, handle))


def changing(row: Row) -> None:
    """E180."""
    requests = _requests(row)
    handle = requests.open(requests.open_manager(), "subject")
    requests.delete(handle)
    assert error_of(lambda: requests.change(handle, display_name="x")) == row.result


def subscribing(row: Row) -> None:
    """NotifyServiceStatusChange: what is refused, and when it calls back."""
    requests = _requests(row)
    manager = requests.open_manager()
    service = requests.open(manager, "subject", Access.ALL_ACCESS)
    if row.given == "marked for deletion":
        requests.delete(service)
    if row.given.startswith("a second one"):
        requests.subscribe(service, Notify.RUNNING)
    for handle, mask in _MASKS.get(row.given, [("service", Notify.STOPPED | Notify.RUNNING)]):
        number = manager if handle == "manager" else service
        assert error_of(partial(requests.subscribe, number, mask)) == row.result


_MASKS: dict[str, list[tuple[str, int]]] = {
    "mask 0, and a service's bits on a manager's handle": [
        ("service", 0), ("manager", 0), ("manager", Notify.RUNNING), ("manager", Notify.CREATED | Notify.STOPPED),
    ],
}  # fmt: skip


def called_back(row: Row) -> None:
    """E197 and E198: the first registration fires for the present state, a closed handle never."""
    stage = Stage(profile=row.profile, others=(installed(Puppet(name="other")),))
    stage.subject.reports = ((RUNNING, 0),)
    requests = stage.machine.requests

    def act(console: Console) -> None:
        handle = stage.handle()
        at_once = row.given == "the mask names the present state"
        subscription = requests.subscribe(handle, Notify.STOPPED | Notify.RUNNING if at_once else Notify.RUNNING)
        assert subscription.heard == (Notify.STOPPED if at_once else None)
        if not at_once:
            requests.close(handle)
        console.start()
        console.sleep(1)
        assert subscription.heard == (Notify.STOPPED if at_once else None)

    stage.play(act)


REQUESTS: dict[str, Callable[[Row], None]] = {
    "create": creating,
    "enumerate services": enumerating,
    "open": opening,
    "open the manager": opening_the_manager,
    "delete": deleting,
    "change the configuration": changing,
}
SITUATIONS: dict[str, Callable[[Row], None]] = {
    "the mask names the present state": called_back,
    "the handle is closed afterwards": called_back,
}
