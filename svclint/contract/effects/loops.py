"""What only the thread of an event loop may call, and how other threads ask for it.

As in the documentation of asyncio ("Concurrency and Multithreading"), Twisted ("Using Threads in Twisted") and
tornado.ioloop.
"""

from __future__ import annotations

from svclint.contract.effects.spelling import below

_ASYNCIO = "loop.call_soon_threadsafe(...)"

BOUND: dict[str, str] = {
    **dict.fromkeys(below("asyncio.AbstractEventLoop", "stop call_soon call_later call_at create_task"), _ASYNCIO),
    **dict.fromkeys(below("asyncio.Event", "set clear"), _ASYNCIO),
    **dict.fromkeys(below("asyncio.Future", "cancel set_result set_exception"), _ASYNCIO),
    **dict.fromkeys(below("asyncio.Queue", "put_nowait"), _ASYNCIO),
    "asyncio.base_events.Server.close": _ASYNCIO,
    **dict.fromkeys(below("twisted.internet.reactor", "stop crash callLater"), "reactor.callFromThread(...)"),
    "tornado.ioloop.IOLoop.stop": "loop.add_callback(...)",
}

# What coroutines keep in attributes for others to call.
PRIMITIVES = frozenset(below("asyncio", "Event Future Task Queue AbstractEventLoop"))
