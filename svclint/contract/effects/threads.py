"""Threads, processes of multiprocessing, executors, queues and locks of the standard library.

Signatures as in the Python documentation of threading, queue, multiprocessing and concurrent.futures.
"""

from __future__ import annotations

from svclint.contract.effects.kinds import UNKNOWN, Act, Argument, Blocks, Starter
from svclint.contract.effects.spelling import ARGUMENT_0, act, below, each, seconds
from svclint.contract.events import WaitKind

_JOIN = Blocks(WaitKind.JOIN, seconds(0))
_JOIN_ALL = Blocks(WaitKind.JOIN)
_EVENT = Blocks(WaitKind.EVENT, seconds(0))
_PREDICATE = Blocks(WaitKind.EVENT, seconds(1))
_FUTURES = Blocks(WaitKind.JOIN, seconds(1))
_WORK = Blocks(WaitKind.JOIN, asks=UNKNOWN)
_ACQUIRE = Blocks(WaitKind.LOCK, seconds(1), unless=Argument(0, "blocking"))
_ACQUIRE_SHARED = Blocks(WaitKind.LOCK, seconds(1), unless=Argument(0, "block"))
_ENTER = Blocks(WaitKind.LOCK)
_GET = Blocks(WaitKind.QUEUE, seconds(1), unless=Argument(0, "block"))
_DRAIN = Blocks(WaitKind.QUEUE)
_RECEIVE = Blocks(WaitKind.NETWORK)
# Most queues have no maximum and never make put() wait, so without a time-out nothing is known.
_PUT = Blocks(WaitKind.QUEUE, seconds(2, absent=UNKNOWN), unless=Argument(1, "block"))

BLOCKS: dict[str, Blocks] = {
    "time.sleep": Blocks(WaitKind.SLEEP, seconds(0, None), exact=True),
    "threading.Thread.join": _JOIN,
    "threading.Event.wait": _EVENT,
    "threading.Condition.wait": _EVENT,
    "threading.Condition.wait_for": _PREDICATE,
    "threading.Barrier.wait": _EVENT,
    "queue.Queue.get": _GET,
    "queue.Queue.put": _PUT,
    "queue.Queue.join": _DRAIN,
    "queue.SimpleQueue.get": _GET,
    "concurrent.futures.wait": _FUTURES,
    "concurrent.futures.as_completed": _FUTURES,
    "concurrent.futures.Future.result": _JOIN,
    "concurrent.futures.Future.exception": _JOIN,
    "concurrent.futures.Executor.shutdown": Blocks(WaitKind.JOIN, unless=Argument(0, "wait")),
    "concurrent.futures.Executor.__exit__": _JOIN_ALL,
    "multiprocessing.Process.join": _JOIN,
    "multiprocessing.synchronize.Event.wait": _EVENT,
    "multiprocessing.synchronize.Condition.wait": _EVENT,
    "multiprocessing.synchronize.Condition.wait_for": _PREDICATE,
    "multiprocessing.queues.Queue.get": _GET,
    "multiprocessing.queues.Queue.put": _PUT,
    "multiprocessing.queues.Queue.join_thread": _JOIN_ALL,
    "multiprocessing.queues.JoinableQueue.join": _DRAIN,
    "multiprocessing.queues.SimpleQueue.get": _DRAIN,
    "multiprocessing.pool.Pool.join": _JOIN_ALL,
    "multiprocessing.pool.AsyncResult.get": _JOIN,
    "multiprocessing.pool.AsyncResult.wait": _JOIN,
    "multiprocessing.connection.wait": Blocks(WaitKind.EVENT, seconds(1)),
    "multiprocessing.connection.Connection.poll": Blocks(WaitKind.NETWORK, seconds(0, absent=0.0)),
    "multiprocessing.connection.Connection.recv": _RECEIVE,
    "multiprocessing.connection.Connection.recv_bytes": _RECEIVE,
    "multiprocessing.connection.Listener.accept": _RECEIVE,
    "multiprocessing.connection.Client": Blocks(WaitKind.NETWORK, asks=UNKNOWN),
    "multiprocessing.managers.BaseManager.shutdown": _WORK,
    "sched.scheduler.run": Blocks(WaitKind.SLEEP, asks=UNKNOWN, unless=Argument(0, "blocking")),
    **each("threading", "Lock.acquire RLock.acquire Condition.acquire Semaphore.acquire", _ACQUIRE),
    **each("threading", "Lock.__enter__ RLock.__enter__ Condition.__enter__ Semaphore.__enter__", _ENTER),
    **each("multiprocessing.synchronize", "Lock.acquire RLock.acquire Semaphore.acquire", _ACQUIRE_SHARED),
    **each("multiprocessing.synchronize", "SemLock.__enter__ Condition.__enter__", _ENTER),
    **each("multiprocessing.pool.Pool", "apply map starmap", _WORK),
}

ACTS = {
    **act("threading", "enumerate active_count activeCount", Act.LIST),
    **act("threading.Thread", "start", Act.START),
    **act("threading.Thread", "join", Act.JOIN),
    **act("threading.Thread", "is_alive isAlive", Act.ALIVE),
    **act("threading.Timer", "cancel", Act.END),
    **act("threading.Event", "set", Act.SIGNAL),
    **act("threading.Event", "clear", Act.CLEAR),
    **act("threading.Event", "is_set isSet wait", Act.ASK),
    **act("threading.Condition", "notify notify_all notifyAll", Act.SIGNAL),
    **act("threading.Condition", "wait", Act.TAKE),
    **act("threading.Semaphore", "release", Act.SIGNAL),
    **act("threading.Semaphore", "acquire", Act.TAKE),
    **act("threading.Barrier", "abort", Act.SIGNAL),
    **act("queue.Queue", "put put_nowait", Act.SIGNAL),
    **act("queue.Queue", "get get_nowait", Act.TAKE),
    **act("queue.SimpleQueue", "put put_nowait", Act.SIGNAL),
    **act("queue.SimpleQueue", "get get_nowait", Act.TAKE),
    **act("_thread", "start_new_thread", Act.START, subject=ARGUMENT_0),
    **act("concurrent.futures.Executor", "shutdown __exit__", Act.JOIN),
    **act("concurrent.futures.Future", "cancel", Act.END),
    **act("multiprocessing.Process", "start", Act.START),
    **act("multiprocessing.Process", "join", Act.JOIN),
    **act("multiprocessing.Process", "is_alive", Act.ALIVE),
    **act("multiprocessing.Process", "terminate kill", Act.END),
    **act("multiprocessing.synchronize.Event", "set", Act.SIGNAL),
    **act("multiprocessing.synchronize.Event", "clear", Act.CLEAR),
    **act("multiprocessing.synchronize.Event", "is_set wait", Act.ASK),
    **act("multiprocessing.synchronize.Condition", "notify notify_all", Act.SIGNAL),
    **act("multiprocessing.synchronize.Condition", "wait", Act.TAKE),
    **act("multiprocessing.synchronize.Semaphore", "release", Act.SIGNAL),
    **act("multiprocessing.synchronize.Semaphore", "acquire", Act.TAKE),
    **act("multiprocessing.queues.Queue", "put put_nowait", Act.SIGNAL),
    **act("multiprocessing.queues.Queue", "get get_nowait", Act.TAKE),
    **act("multiprocessing.queues.SimpleQueue", "put", Act.SIGNAL),
    **act("multiprocessing.queues.SimpleQueue", "get", Act.TAKE),
    **act("multiprocessing.connection.Connection", "send send_bytes", Act.SIGNAL),
    **act("multiprocessing.connection.Connection", "recv recv_bytes", Act.TAKE),
    **act("multiprocessing.pool.Pool", "join", Act.JOIN),
    **act("multiprocessing.pool.Pool", "terminate __exit__", Act.END),
}

# Methods that hand work to an executor or pool and do not wait for it; the argument is what it is to run.
JOBS: dict[str, Argument] = {
    "concurrent.futures.Executor.submit": Argument(0, "fn"),
    **dict.fromkeys(below("multiprocessing.pool.Pool", "apply_async map_async starmap_async"), Argument(0, "func")),
}

_DAEMON = Argument(None, "daemon")

STARTERS: dict[str, Starter] = {
    "threading.Thread": Starter(Argument(1, "target"), _DAEMON),
    "threading.Timer": Starter(Argument(1, "function")),
    "multiprocessing.Process": Starter(Argument(1, "target"), _DAEMON, process=True),
    "multiprocessing.dummy.DummyProcess": Starter(Argument(1, "target")),
    "_thread.start_new_thread": Starter(ARGUMENT_0),
}

BASES = {
    "threading.Timer": "threading.Thread",
    "threading.BoundedSemaphore": "threading.Semaphore",
    "queue.LifoQueue": "queue.Queue",
    "queue.PriorityQueue": "queue.Queue",
    "concurrent.futures.ThreadPoolExecutor": "concurrent.futures.Executor",
    "concurrent.futures.ProcessPoolExecutor": "concurrent.futures.Executor",
    "multiprocessing.dummy.DummyProcess": "threading.Thread",
    "multiprocessing.pool.ThreadPool": "multiprocessing.pool.Pool",
    "multiprocessing.pool.MapResult": "multiprocessing.pool.AsyncResult",
    "multiprocessing.queues.JoinableQueue": "multiprocessing.queues.Queue",
    "multiprocessing.synchronize.Lock": "multiprocessing.synchronize.SemLock",
    "multiprocessing.synchronize.RLock": "multiprocessing.synchronize.SemLock",
    "multiprocessing.synchronize.Semaphore": "multiprocessing.synchronize.SemLock",
    "multiprocessing.synchronize.BoundedSemaphore": "multiprocessing.synchronize.Semaphore",
    "multiprocessing.managers.SyncManager": "multiprocessing.managers.BaseManager",
}

RETURNS = {
    "concurrent.futures.Executor.submit": "concurrent.futures.Future",
    "multiprocessing.connection.Client": "multiprocessing.connection.Connection",
    "multiprocessing.connection.Listener.accept": "multiprocessing.connection.Connection",
    "multiprocessing.Manager": "multiprocessing.managers.SyncManager",
    "multiprocessing.managers.SyncManager.Event": "threading.Event",
    "multiprocessing.managers.SyncManager.Queue": "queue.Queue",
    "multiprocessing.pool.Pool.apply_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.map_async": "multiprocessing.pool.AsyncResult",
    "multiprocessing.pool.Pool.starmap_async": "multiprocessing.pool.AsyncResult",
}

ALIASES = {
    "Queue": "queue",
    "six.moves.queue": "queue",
    "six.moves._thread": "_thread",
    "thread.start_new_thread": "_thread.start_new_thread",
    "thread.start_new": "_thread.start_new_thread",
    "_thread.start_new": "_thread.start_new_thread",
    "threading._Timer": "threading.Timer",
    "threading._Event": "threading.Event",
    "threading._RLock": "threading.RLock",
    "threading._start_new_thread": "_thread.start_new_thread",
    "_thread.allocate_lock": "threading.Lock",
    "thread.allocate_lock": "threading.Lock",
    "concurrent.futures.thread.ThreadPoolExecutor": "concurrent.futures.ThreadPoolExecutor",
    "concurrent.futures.process.ProcessPoolExecutor": "concurrent.futures.ProcessPoolExecutor",
    "concurrent.futures._base": "concurrent.futures",
    "multiprocessing.context.Process": "multiprocessing.Process",
    "multiprocessing.context.SpawnProcess": "multiprocessing.Process",
    "multiprocessing.process.BaseProcess": "multiprocessing.Process",
    "multiprocessing.process.Process": "multiprocessing.Process",
    "multiprocessing.Pool": "multiprocessing.pool.Pool",
    "multiprocessing.Queue": "multiprocessing.queues.Queue",
    "multiprocessing.JoinableQueue": "multiprocessing.queues.JoinableQueue",
    "multiprocessing.SimpleQueue": "multiprocessing.queues.SimpleQueue",
    "multiprocessing.Event": "multiprocessing.synchronize.Event",
    "multiprocessing.Condition": "multiprocessing.synchronize.Condition",
    "multiprocessing.Lock": "multiprocessing.synchronize.Lock",
    "multiprocessing.RLock": "multiprocessing.synchronize.RLock",
    "multiprocessing.Semaphore": "multiprocessing.synchronize.Semaphore",
    "multiprocessing.BoundedSemaphore": "multiprocessing.synchronize.BoundedSemaphore",
    "multiprocessing.connection.PipeConnection": "multiprocessing.connection.Connection",
    "multiprocessing.dummy.Process": "multiprocessing.dummy.DummyProcess",
    "multiprocessing.dummy.Pool": "multiprocessing.pool.ThreadPool",
    "multiprocessing.dummy.Event": "threading.Event",
    "multiprocessing.dummy.Queue": "queue.Queue",
}
