"""The laws of the API-effect table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from svclint.contract import effects
from svclint.contract.effects import (
    ACTS,
    ALIASES,
    BASES,
    BLOCKS,
    CLASSES,
    MILLISECONDS,
    QUIET,
    QUITS,
    RETURNS,
    SECONDS,
    STARTERS,
    UNBOUNDED,
    UNKNOWN,
    Act,
    Acts,
    Argument,
    Blocks,
    Exit,
    acts,
    blocking,
    canonical,
    databases,
    exits,
    knows,
    network,
    processes,
    quiet,
    quits,
    returns,
    servers,
    starter,
    threads,
    windows,
)
from svclint.contract.events import WaitKind

THEMES = [databases, exits, network, processes, servers, threads, windows]
ALL_NAMES = {*BLOCKS, *ACTS, *RETURNS, *QUITS, *STARTERS}


def arguments(blocks: Blocks) -> Iterator[Argument]:
    """Every argument that an entry names."""
    named = (blocks.limit and blocks.limit.argument, blocks.unless, blocks.given, blocks.spared)
    return (each for each in named if each)


def test_there_are_many() -> None:
    """At least 150 calls that wait are known."""
    assert len(BLOCKS) >= 150


@pytest.mark.parametrize("table", ["BLOCKS", "ACTS", "RETURNS", "BASES", "ALIASES"])
def test_nothing_is_written_twice(table: str) -> None:
    """No name stands in the tables of two themes."""
    sizes = [len(getattr(theme, table, {})) for theme in THEMES]
    assert sum(sizes) == len(getattr(effects, table))


@pytest.mark.parametrize("name", BLOCKS)
def test_wait_is_well_formed(name: str) -> None:
    """A limit is in seconds or milliseconds, and what is asked without it is nothing, a time, or not known."""
    blocks = BLOCKS[name]
    if blocks.limit:
        assert blocks.limit.unit in (SECONDS, MILLISECONDS)
        assert blocks.limit.absent in (UNBOUNDED, UNKNOWN) or blocks.limit.absent >= 0
    assert blocks.asks in (UNBOUNDED, UNKNOWN)
    assert all(each.position is not None or each.keyword for each in arguments(blocks))


def test_only_sleeps_are_exact() -> None:
    """Only a sleep lasts as long as it is told to."""
    assert {blocks.kind for blocks in BLOCKS.values() if blocks.exact} == {WaitKind.SLEEP}


def test_scm_requests_convict_nobody_by_their_length() -> None:
    """Requests to the SCM have unknown length, unless the code itself limits them."""
    assert all(blocks.limit or blocks.asks is UNKNOWN for blocks in BLOCKS.values() if blocks.kind is WaitKind.SCM)


@pytest.mark.parametrize("name", sorted({*BLOCKS, *ACTS}))
def test_methods_belong_to_known_classes(name: str) -> None:
    """Whatever stands below a class name stands below a class of ``CLASSES``."""
    owner = name.rpartition(".")[0]
    if owner.rpartition(".")[2][:1].isupper():
        assert owner in CLASSES


@pytest.mark.parametrize("cls", BASES)
def test_chains_of_bases_end(cls: str) -> None:
    """No class inherits from itself."""
    assert len(list(effects.family(cls))) <= len(BASES)
    assert list(effects.family(cls))[-1] not in BASES


@pytest.mark.parametrize("name", ALIASES)
def test_aliases_end(name: str) -> None:
    """An alias leads to a name that is no alias."""
    assert canonical(canonical(name)) == canonical(name)


def test_tables_use_canonical_names() -> None:
    """Every name in the tables is spelled canonically, so that looking it up finds it."""
    names = {*ALL_NAMES, *RETURNS.values(), *BASES, *BASES.values(), *QUIET}
    assert [name for name in names if canonical(name) != name] == []


def test_quiet_calls_have_no_effect() -> None:
    """No call is quiet and has an effect."""
    assert not QUIET & {*BLOCKS, *ACTS, *QUITS}


def test_whatever_starts_can_be_started() -> None:
    """Every class of ``STARTERS`` has a method that starts it."""
    for name in set(STARTERS) & CLASSES:
        assert Acts(Act.START) in acts(f"{name}.start")


def test_whatever_can_be_joined_waits() -> None:
    """A call that joins is a call that waits."""
    assert [name for name, deeds in ACTS.items() if Acts(Act.JOIN) in deeds and not blocking(name)] == []


@pytest.mark.parametrize("name", QUITS)
def test_windows_are_waited_for(name: str) -> None:
    """Nobody calls the end of the process quiet."""
    assert not quiet(name)


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Queue.PriorityQueue.get", "queue.Queue.get"),
        ("threading.Timer.join", "threading.Thread.join"),
        ("multiprocessing.context.Process.join", "multiprocessing.Process.join"),
        ("SocketServer.TCPServer.serve_forever", "socketserver.BaseServer.serve_forever"),
        ("BaseHTTPServer.HTTPServer.shutdown", "socketserver.BaseServer.shutdown"),
        ("concurrent.futures.thread.ThreadPoolExecutor.shutdown", "concurrent.futures.Executor.shutdown"),
        ("watchdog.observers.Observer.join", "threading.Thread.join"),
        ("urllib2.urlopen", "urllib.request.urlopen"),
        ("requests.sessions.Session.get", "requests.Session.get"),
        ("builtins.input", "input"),
    ],
)
def test_inherited_and_renamed_calls_are_found(name: str, same: str) -> None:
    """Old spellings, internal module names and inherited methods mean the same call."""
    assert (blocking(name), acts(name), quits(name)) == (blocking(same), acts(same), quits(same))
    assert knows(name) and (blocking(same) or quits(same))


@pytest.mark.parametrize("name", ["foo", "foo.bar.wait", "str.join", "os.path.join", "threading.Thread.setName"])
def test_unknown_calls_are_unknown(name: str) -> None:
    """What the table does not know does not wait and does nothing."""
    assert blocking(name) is None
    assert acts(name) == ()
    assert quits(name) is None


@pytest.mark.parametrize(
    "name", ["print", "os.path.join", "logging.getLogger", "servicemanager.LogInfoMsg", "queue.LifoQueue.empty"]
)
def test_quiet(name: str) -> None:
    """Printing, paths, logs and questions mean nothing to the contract."""
    assert quiet(name)


@pytest.mark.parametrize(
    "name", ["os.system", "os.kill", "input", "time.sleep", "ctypes.windll.kernel32.SetEvent", "foo"]
)
def test_not_quiet(name: str) -> None:
    """Effects and unknown calls are not quiet, whatever module they are in."""
    assert not quiet(name)


@pytest.mark.parametrize(
    ("name", "cls"),
    [
        ("win32event.CreateEvent", "win32event.Event"),
        ("threading.Thread", "threading.Thread"),
        ("multiprocessing.Event", "multiprocessing.synchronize.Event"),
        ("concurrent.futures.ThreadPoolExecutor.submit", "concurrent.futures.Future"),
        ("asyncio.new_event_loop", "asyncio.AbstractEventLoop"),
        ("time.sleep", None),
        ("win32event.WaitForSingleObject", None),
    ],
)
def test_returns(name: str, cls: str | None) -> None:
    """Constructors give their class, factories the class they make, other calls nothing known."""
    assert returns(name) == cls


def test_starters_are_inherited() -> None:
    """A Timer says in its own way what to run; a DummyProcess is a Thread that nobody makes a daemon."""
    assert starter("threading.Timer") == effects.Starter(Argument(1, "function"))
    assert starter("multiprocessing.process.BaseProcess") == STARTERS["multiprocessing.Process"]
    assert starter("threading.Event") is None


def test_exits_differ() -> None:
    """sys.exit raises, os._exit does not return, input waits for a person."""
    assert [quits(name) for name in ("sys.exit", "os._exit", "raw_input")] == [Exit.RAISES, Exit.ENDS, Exit.SHOWS]


def test_libraries_are_named_without_their_ending() -> None:
    """A library loaded by file name is the same as the attribute of windll."""
    assert effects.dll("Kernel32.DLL") == effects.dll("kernel32") == "ctypes.windll.kernel32"
