"""The steps of a path in words: one short plain sentence per event, in the user's own spelling."""

from __future__ import annotations

import math
from functools import singledispatch

from svclint.contract.controls import KNOWN_MASK, Accept
from svclint.contract.events import (
    RAISED,
    Accepts,
    Begun,
    Bound,
    By,
    Constructed,
    Contended,
    Count,
    Defined,
    Employs,
    Enter,
    Event,
    Expects,
    Exposed,
    Handles,
    Heartbeat,
    Hosted,
    Inattentive,
    Installed,
    Join,
    Known,
    Leave,
    Masked,
    Needs,
    Obeyed,
    Opaque,
    Over,
    Point,
    Provides,
    Pulsed,
    Ranked,
    Renewed,
    Report,
    Serves,
    Shielded,
    Signal,
    Spawn,
    Speaker,
    Test,
    Toils,
    Undeclared,
    Unheard,
    Unwatched,
    Wait,
    Wrote,
)

FEW = 6  # controls that are named
COUNTS = {"=": "sets", "+": "raises"}


@singledispatch
def explain(event: Event) -> str:
    """What happens, as a sentence without a full stop."""
    return f"'{event.at.text}' is called"


@explain.register
def enter(event: Enter) -> str:
    """Who calls a handler."""
    return f"SCM calls '{event.at.text}' ({event.control})"


@explain.register
def leave(event: Leave) -> str:
    """How a handler ends."""
    if event.result is RAISED:
        return f"an exception leaves the handler of {event.control}"
    if not event.known:
        return f"the handler of {event.control} returns, with what is not known"
    return f"the handler of {event.control} returns" + (f" {event.result!r}" if event.result is not None else "")


@explain.register
def report(event: Report) -> str:
    """Who reports what."""
    state = event.state.name if event.state is not None else "a state that is not known"
    return f"{'pywin32' if event.by is By.HOST else quoted(event)} reports {state}"


@explain.register
def wait(event: Wait) -> str:
    """How long the code asked to wait."""
    if event.asked is None:
        return f"{quoted(event)} waits for a time that is not known"
    if event.asked == math.inf:
        return f"{quoted(event)} waits without a limit"
    exact = event.took.least == event.took.most == event.asked
    return f"{quoted(event)} waits for {'' if exact else 'up to '}{event.asked:g} s"


@explain.register
def spawn(event: Spawn) -> str:
    """Which thread starts."""
    return f"starts thread '{event.at.text.removesuffix('.start()')}'"


@explain.register
def join(event: Join) -> str:
    """Whether a thread is over."""
    return f"{quoted(event)} {'waits until it is over' if event.complete else 'may give up before it is over'}"


@explain.register
def known(event: Known) -> str:
    """What was learnt of a thread."""
    return f"{quoted(event)}: the thread is {'alive' if event.alive else 'over'}"


@explain.register
def test(event: Test) -> str:
    """Which branch was taken."""
    return f"{quoted(event)} is {truth(event.value)}"


@explain.register
def signal(event: Signal) -> str:
    """What gets a truth value: by a call that says so itself, or by an assignment."""
    if event.at.text.endswith(")"):
        return f"{quoted(event)} is called"
    return f"{quoted(event)} {'changes' if event.value is None else f'becomes {truth(event.value)}'}"


@explain.register
def count(event: Count) -> str:
    """What becomes of a counter."""
    return f"{quoted(event)} {COUNTS.get(event.change, 'changes')} the counter"


@explain.register
def opaque(event: Opaque) -> str:
    """What is out of sight."""
    return f"{quoted(event)} is called, which cannot be followed"


@explain.register
def point(event: Point) -> str:
    """Where the SCM may call."""
    return f"a control may arrive at {quoted(event)}"


@explain.register
def heartbeat(event: Heartbeat) -> str:
    """All that a thread does."""
    return f"{quoted(event)} is all that a thread does, again and again"


@explain.register
def hosted(event: Hosted) -> str:
    """Who runs the service."""
    return f"the service is run by {quoted(event)}"


@explain.register
def defined(event: Defined) -> str:
    """Which method there is."""
    return f"the class has a method {event.name}"


@explain.register
def handles(event: Handles) -> str:
    """Which controls have methods."""
    more = len(event.controls) - FEW
    rest = f" and {more} more" if more > 0 else ""
    return f"the class handles {', '.join(event.controls[:FEW]) or 'no control'}{rest}"


@explain.register
def installed(event: Installed) -> str:
    """Who is given to the framework."""
    return f"{quoted(event)} is given to pywin32, which installs it by its name"


@explain.register
def masked(event: Masked) -> str:
    """What is in the accept mask."""
    return f"{quoted(event)} goes into the accept mask"


@explain.register
def accepts(event: Accepts) -> str:
    """What the accept mask can have."""
    return f"{quoted(event)} accepts {accepted(event.bits)}"


@explain.register
def expects(event: Expects) -> str:
    """Which control has a branch."""
    return f"{quoted(event)} is compared with the control"


@explain.register
def unheard(event: Unheard) -> str:
    """Where the main code stays."""
    return "here the main code of the service stays until something tells it to end"


@explain.register
def pulsed(event: Pulsed) -> str:
    """Who sees the signal."""
    return f"{quoted(event)} wakes only who waits at this moment"


@explain.register
def bound(event: Bound) -> str:
    """Whose call it is."""
    return f"{quoted(event)} is for the thread of the event loop alone"


@explain.register
def constructed(event: Constructed) -> str:
    """Where the life of the object begins."""
    return f"pywin32 calls {quoted(event)}"


@explain.register
def obeyed(event: Obeyed) -> str:
    """Who goes by a signal."""
    return f"at {quoted(event)} the service ends when it is told to"


@explain.register
def exposed(event: Exposed) -> str:
    """What may fail."""
    return f"an exception of {quoted(event)} would leave the handler"


@explain.register
def inattentive(event: Inattentive) -> str:
    """Where nobody looks at the signal."""
    return f"{quoted(event)} is in a loop that looks at no stop signal"


@explain.register
def unwatched(event: Unwatched) -> str:
    """What may end without a word."""
    return f"{quoted(event)} starts a child that nobody watches"


@explain.register
def renewed(event: Renewed) -> str:
    """Where the signal is made, too late."""
    return f"{quoted(event)} is made after pywin32 has reported RUNNING"


@explain.register
def needs(event: Needs) -> str:
    """What has to be there."""
    return f"{quoted(event)} needs {event.need.value}"


@explain.register
def provides(event: Provides) -> str:
    """Where it is seen to."""
    return f"from {quoted(event)} on, {event.need.value} is seen to"


@explain.register
def serves(event: Serves) -> str:
    """What the program does on its way to the SCM."""
    return f"{quoted(event)} {event.how.value}"


@explain.register
def begun(event: Begun) -> str:
    """How the file begins."""
    return "the host imports the file" if event.imported else "the SCM starts the file as a program"


@explain.register
def over(event: Over) -> str:
    """Where it ends."""
    return "the top level of the file is over"


@explain.register
def wrote(event: Wrote) -> str:
    """What goes into the registry."""
    return f"{quoted(event)} writes {event.name} into the registry"


def accepted(bits: int) -> str:
    """An accept mask in words."""
    names = [bit.name or "" for bit in Accept if bit & bits]
    rest = bits & ~KNOWN_MASK
    return ", ".join([*names, *([f"0x{rest:x}"] if rest else [])]) or "no control"


def quoted(event: Event) -> str:
    """The user's spelling, in quotes."""
    return f"'{event.at.text}'"


def truth(value: bool) -> str:
    """A truth value in words."""
    return "true" if value else "false"


@explain.register
def employs(event: Employs) -> str:
    """Who works beside the service."""
    return f"{quoted(event)} {'starts a child process' if event.child else 'hands over work'}"


@explain.register
def toils(event: Toils) -> str:
    """What takes long while the machine shuts down."""
    return f"{quoted(event)} does what takes long: {event.chore.value}"


@explain.register
def ranked(event: Ranked) -> str:
    """How early the process is ended in a shutdown."""
    return f"{quoted(event)} asks for the shutdown level {event.level:#x}"


@explain.register
def shielded(event: Shielded) -> str:
    """A broad except on the run side."""
    return f"{quoted(event)} {event.step.value}"


@explain.register
def contended(event: Contended) -> str:
    """A lock that others hold while they wait."""
    return f"{quoted(event)} takes a lock that is held elsewhere during waits"


@explain.register
def speaker(event: Speaker) -> str:
    """A thread that reports as it likes."""
    return f"{quoted(event)} starts a thread that reports again and again"


@explain.register
def undeclared(event: Undeclared) -> str:
    """A function without its prototype."""
    return f"{quoted(event)} calls {event.function} without its {event.what}"
