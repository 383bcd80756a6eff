"""Time limits of the contract (part 1.6; where sources differ, the choice of part F)."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from svclint.contract.sources import Document


class Profile(Enum):
    """Where a limit holds."""

    WINDOWS = "every Windows"
    BEFORE_15063 = "Windows before build 15063"
    SINCE_15063 = "Windows since build 15063"
    PYWIN32 = "pywin32's framework"
    CLIENT = "control programs"
    WINE = "Wine"


class Budget(NamedTuple):
    """A time limit. ``where`` is what sets it, "" when nothing does."""

    name: str
    milliseconds: int
    profile: Profile
    where: str
    source: str
    remark: str

    @property
    def seconds(self) -> float:
        """The limit in seconds, the unit of events."""
        return self.milliseconds / 1000


_CONTROL_KEY = r"HKLM\SYSTEM\CurrentControlSet\Control"
_PIPE = rf"ServicesPipeTimeout ({_CONTROL_KEY}, REG_DWORD, ms)"
_KILL = rf"WaitToKillServiceTimeout ({_CONTROL_KEY}, REG_SZ, ms)"
_PRESHUTDOWN = "PreshutdownTimeout of the service; ChangeServiceConfig2 level 7"
_PRESHUTDOWN_INFO = "API/ns-winsvc-service_preshutdown_info"
_SERVICE_MAIN = "W32/service-servicemain-function"
_HANDLER = Document.HANDLER.cited
_WAITING = "W32/starting-a-service; W32/stopping-a-service"


def _table(*budgets: Budget) -> dict[str, Budget]:
    return {budget.name: budget for budget in budgets}


BUDGETS = _table(
    Budget(
        "ConnectTimeout", 30_000, Profile.WINDOWS, _PIPE, "API/nf-winsvc-startservicectrldispatchera",
        "from process creation until the dispatcher connects; Wine allows 10 000",
    ),
    Budget(
        "HandlerTimeout", 30_000, Profile.WINDOWS, _PIPE, f"{_HANDLER}; W32/service-control-handler-function",
        "until the handler returns; then 1053 for the caller and event 7011",
    ),
    Budget(
        "InitTechnique", 1_000, Profile.WINDOWS, "", _SERVICE_MAIN,
        "longer initialisation needs one of the two techniques (MAI-06, MAI-07)",
    ),
    Budget("IdealRunning", 100, Profile.WINDOWS, "", "W32/service-startup", "25 to 100 ms until RUNNING"),
    Budget("StartHang", 80_000, Profile.WINDOWS, "", "W32/service-startup", "plus the last wait hint; without report"),
    Budget("StartRecordHint", 2_000, Profile.WINDOWS, "", "SCMR 3.1.4.19", "hint of the record written at the start"),
    Budget("PywinHint", 5_000, Profile.PYWIN32, "", "PYW win32serviceutil.py", "default hint of every report"),
    Budget(
        "ShutdownDocumented", 20_000, Profile.WINDOWS, _KILL, _HANDLER,
        "documented as about 20 s; the value installed on current Windows is 5 000 (third-party information)",
    ),
    Budget("ConsoleLimit", 125_000, Profile.CLIENT, "", _HANDLER, "the Services console gives up"),
    Budget("PreshutdownOld", 180_000, Profile.BEFORE_15063, _PRESHUTDOWN, _PRESHUTDOWN_INFO, ""),
    Budget(
        "PreshutdownNew", 10_000, Profile.SINCE_15063, _PRESHUTDOWN, f"{_PRESHUTDOWN_INFO}; Wine conformance tests",
        "the choice where the profile is not known",
    ),
    Budget("ClientPollMin", 1_000, Profile.CLIENT, "", _WAITING, "a tenth of the hint, not faster"),
    Budget("ClientPollMax", 10_000, Profile.CLIENT, "", _WAITING, "a tenth of the hint, not slower"),
    Budget("ClientStop", 30_000, Profile.CLIENT, "", "W32/stopping-a-service", "Microsoft's sample, pywin32's helpers"),
    Budget(
        "DelayedAuto", 120_000, Profile.WINDOWS, rf"AutoStartDelay ({_CONTROL_KEY})",
        "API/ns-winsvc-service_delayed_auto_start_info", "about, after the last auto-start service",
    ),
    Budget("WineKill", 60_000, Profile.WINE, "", "Wine source: services.c", "a process that outlives STOPPED is ended"),
)  # fmt: skip
