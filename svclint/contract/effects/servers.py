"""Servers, event loops, schedulers and observers: calls that serve until somebody stops them, and who does.

Names of third-party libraries as in their public documentation.
"""

from __future__ import annotations

from svclint.contract.effects.kinds import UNKNOWN, Act, Argument, Blocks
from svclint.contract.effects.spelling import act, each, seconds
from svclint.contract.events import WaitKind

_SERVE = Blocks(WaitKind.SERVE)
_SOME_TIME = Blocks(WaitKind.SERVE, asks=UNKNOWN)
_ONE_REQUEST = Blocks(WaitKind.NETWORK)
_JOIN = Blocks(WaitKind.JOIN, seconds(0))
_RUN_SYNC = Blocks(WaitKind.SERVE, seconds(1))
_CHERRYPY = ("cherrypy.engine", "cherrypy.process.wspbus.Bus")
_QT = [f"{qt}.{module}.{name}" for qt in ("PyQt5", "PyQt6", "PySide2", "PySide6")
       for module, name in (("QtCore", "QCoreApplication"), ("QtWidgets", "QApplication"))]  # fmt: skip

_STANDARD: dict[str, Blocks] = {
    "socketserver.BaseServer.serve_forever": _SERVE,
    "socketserver.BaseServer.handle_request": _ONE_REQUEST,
    # It waits until the serving loop has ended, and the loop first ends the request it is at.
    "socketserver.BaseServer.shutdown": _SERVE,
    "socketserver.ThreadingMixIn.server_close": Blocks(WaitKind.JOIN, asks=UNKNOWN),
    "xmlrpc.server.CGIXMLRPCRequestHandler.handle_request": _ONE_REQUEST,
    "asyncio.run": _SERVE,
    **each("asyncio.AbstractEventLoop", "run_forever run_until_complete", _SERVE),
    "asyncio.Runner.run": _SERVE,
    "asyncio.Runner.__exit__": _SOME_TIME,
    "asyncore.loop": _SERVE,
    **each("tkinter", "mainloop Misc.mainloop Misc.wait_window Misc.wait_variable", Blocks(WaitKind.UI)),
}

_WEB: dict[str, Blocks] = {
    **each("uvicorn", "run Server.run", _SERVE),
    "hypercorn.run.run": _SERVE,
    "waitress.serve": _SERVE,
    "waitress.server.BaseWSGIServer.run": _SERVE,
    **each("flask", "Flask.run", _SERVE),
    **each("bottle", "run Bottle.run", _SERVE),
    **each("dash", "Dash.run Dash.run_server", _SERVE),
    **each("quart", "Quart.run", _SERVE),
    **each("sanic", "Sanic.run", _SERVE),
    "aiohttp.web.run_app": _SERVE,
    "werkzeug.serving.run_simple": _SERVE,
    **each("django.core.management", "execute_from_command_line call_command", _SOME_TIME),
    **each("cheroot.server.HTTPServer", "start safe_start serve", _SERVE),
    "cheroot.server.HTTPServer.stop": _SOME_TIME,
    "cherrypy.quickstart": _SERVE,
    **{f"{bus}.block": _SERVE for bus in _CHERRYPY},
    **{f"{bus}.{name}": _SOME_TIME for bus in _CHERRYPY for name in ("exit", "stop", "restart", "wait")},
    "gevent.baseserver.BaseServer.serve_forever": _SERVE,
    "gevent.baseserver.BaseServer.stop": _SOME_TIME,
    "eventlet.wsgi.server": _SERVE,
    "eventlet.serve": _SERVE,
    "pyftpdlib.servers.FTPServer.serve_forever": Blocks(WaitKind.SERVE, unless=Argument(1, "blocking")),
    "websocket_server.WebsocketServer.run_forever": _SOME_TIME,
}

_LOOPS: dict[str, Blocks] = {
    "tornado.ioloop.IOLoop.start": _SERVE,
    "tornado.ioloop.IOLoop.run_sync": _RUN_SYNC,
    "twisted.internet.reactor.run": _SERVE,
    "twisted.internet.threads.blockingCallFromThread": Blocks(WaitKind.EVENT),
    "gevent.sleep": Blocks(WaitKind.SLEEP, seconds(0, "seconds", absent=0.0), exact=True),
    "eventlet.sleep": Blocks(WaitKind.SLEEP, seconds(0, "seconds", absent=0.0), exact=True),
    **each("gevent", "joinall", Blocks(WaitKind.JOIN, seconds(1))),
    "gevent.wait": Blocks(WaitKind.EVENT, seconds(1)),
    **each("gevent.Greenlet", "join", _JOIN),
    "gevent.Greenlet.get": Blocks(WaitKind.JOIN, seconds(1), unless=Argument(0, "block")),
    "gevent.event.Event.wait": Blocks(WaitKind.EVENT, seconds(0)),
    **each("eventlet.greenthread.GreenThread", "wait", Blocks(WaitKind.JOIN)),
    **each("trio", "run", _SERVE),
    **each("anyio", "run", _SERVE),
    "apscheduler.schedulers.blocking.BlockingScheduler.start": _SERVE,
    "apscheduler.schedulers.base.BaseScheduler.shutdown": Blocks(WaitKind.JOIN, unless=Argument(0, "wait")),
    **each("Pyro4", "Daemon.requestLoop", _SERVE),
    **each("Pyro5.api", "Daemon.requestLoop", _SERVE),
    "rpyc.utils.server.Server.start": _SERVE,
    "celery.Celery.worker_main": _SERVE,
    "rq.Worker.work": _SOME_TIME,
    "scrapy.crawler.CrawlerProcess.start": _SERVE,
    "huey.consumer.Consumer.run": _SERVE,
    "pystray.Icon.run": _SERVE,
    "keyboard.wait": Blocks(WaitKind.UI),
    "discord.Client.run": _SERVE,
    "telegram.ext.Application.run_polling": _SERVE,
    "telegram.ext.Updater.idle": _SERVE,
    "telebot.TeleBot.infinity_polling": _SERVE,
    "telebot.TeleBot.polling": _SERVE,
    "aiosmtpd.controller.Controller.stop": Blocks(WaitKind.JOIN, asks=UNKNOWN),
    **{f"{name}.{run}": _SERVE for name in _QT for run in ("exec", "exec_")},
}

BLOCKS = _STANDARD | _WEB | _LOOPS

ACTS = {
    **act("socketserver.BaseServer", "shutdown server_close", Act.STOP),
    **act("asyncio.AbstractEventLoop", "stop call_soon_threadsafe call_soon", Act.STOP),
    **act("asyncio.Event", "set", Act.SIGNAL),
    **act("asyncio.Event", "clear", Act.CLEAR),
    **act("asyncio.Event", "is_set wait", Act.ASK),
    **act("asyncio.Queue", "put put_nowait", Act.SIGNAL),
    **act("asyncio.Queue", "get get_nowait", Act.TAKE),
    **act("asyncio.Future", "set_result set_exception", Act.SIGNAL),
    **act("asyncio.Future", "cancel", Act.STOP),
    **act("asyncio", "run_coroutine_threadsafe", Act.STOP),
    **act("asyncio.base_events.Server", "close", Act.STOP),
    **act("tornado.ioloop.IOLoop", "stop add_callback add_callback_from_signal", Act.STOP),
    **act("twisted.internet.reactor", "stop callFromThread crash", Act.STOP),
    **{name: deed for bus in _CHERRYPY for name, deed in act(bus, "exit stop", Act.STOP).items()},
    **act("cheroot.server.HTTPServer", "stop", Act.STOP),
    **act("waitress.server.BaseWSGIServer", "close", Act.STOP),
    **act("gevent.baseserver.BaseServer", "stop close", Act.STOP),
    **act("gevent.event.Event", "set", Act.SIGNAL),
    **act("gevent.event.Event", "clear", Act.CLEAR),
    **act("gevent.event.Event", "is_set wait", Act.ASK),
    **act("gevent.Greenlet", "kill", Act.END),
    **act("pyftpdlib.servers.FTPServer", "close_all close", Act.STOP),
    **act("apscheduler.schedulers.base.BaseScheduler", "shutdown", Act.STOP, Act.JOIN),
    **act("watchdog.observers.api.BaseObserver", "stop unschedule_all", Act.STOP),
    **act("rpyc.utils.server.Server", "close", Act.STOP),
    **act("Pyro4.Daemon", "shutdown", Act.STOP),
    **act("Pyro5.api.Daemon", "shutdown", Act.STOP),
    **act("pystray.Icon", "stop", Act.STOP),
    **act("telegram.ext.Updater", "stop", Act.STOP),
    **act("telebot.TeleBot", "stop_polling stop_bot", Act.STOP),
    **act("aiosmtpd.controller.Controller", "stop", Act.STOP),
    **{name: deed for app in _QT for name, deed in act(app, "quit exit", Act.STOP).items()},
}

_TCP, _HTTP = "socketserver.TCPServer", "http.server.HTTPServer"

BASES = {
    _TCP: "socketserver.BaseServer",
    "socketserver.UDPServer": _TCP,
    "socketserver.ThreadingTCPServer": _TCP,
    "socketserver.ThreadingUDPServer": "socketserver.UDPServer",
    _HTTP: _TCP,
    "http.server.ThreadingHTTPServer": _HTTP,
    "wsgiref.simple_server.WSGIServer": _HTTP,
    "xmlrpc.server.SimpleXMLRPCServer": _TCP,
    "xmlrpc.server.DocXMLRPCServer": "xmlrpc.server.SimpleXMLRPCServer",
    "werkzeug.serving.BaseWSGIServer": _HTTP,
    "asyncio.BaseEventLoop": "asyncio.AbstractEventLoop",
    "asyncio.SelectorEventLoop": "asyncio.BaseEventLoop",
    "asyncio.ProactorEventLoop": "asyncio.BaseEventLoop",
    "asyncio.Task": "asyncio.Future",
    "cherrypy.process.win32.Win32Bus": "cherrypy.process.wspbus.Bus",
    "cheroot.wsgi.Server": "cheroot.server.HTTPServer",
    "gevent.server.StreamServer": "gevent.baseserver.BaseServer",
    "gevent.server.DatagramServer": "gevent.baseserver.BaseServer",
    "gevent.pywsgi.WSGIServer": "gevent.server.StreamServer",
    "apscheduler.schedulers.blocking.BlockingScheduler": "apscheduler.schedulers.base.BaseScheduler",
    "apscheduler.schedulers.background.BackgroundScheduler": "apscheduler.schedulers.base.BaseScheduler",
    "watchdog.observers.api.BaseObserver": "threading.Thread",
    "watchdog.observers.Observer": "watchdog.observers.api.BaseObserver",
    "watchdog.observers.polling.PollingObserver": "watchdog.observers.api.BaseObserver",
    "rpyc.utils.server.ThreadedServer": "rpyc.utils.server.Server",
    "rpyc.utils.server.ThreadPoolServer": "rpyc.utils.server.Server",
    "pyftpdlib.servers.ThreadedFTPServer": "pyftpdlib.servers.FTPServer",
    "tkinter.Tk": "tkinter.Misc",
}

_LOOP = "asyncio.AbstractEventLoop"

RETURNS = {
    **dict.fromkeys(("asyncio.new_event_loop", "asyncio.get_event_loop", "asyncio.get_running_loop"), _LOOP),
    "asyncio.run_coroutine_threadsafe": "concurrent.futures.Future",
    "asyncio.create_task": "asyncio.Task",
    "asyncio.ensure_future": "asyncio.Task",
    "asyncio.AbstractEventLoop.create_task": "asyncio.Task",
    "asyncio.AbstractEventLoop.create_future": "asyncio.Future",
    "wsgiref.simple_server.make_server": "wsgiref.simple_server.WSGIServer",
    "werkzeug.serving.make_server": "werkzeug.serving.BaseWSGIServer",
    "waitress.create_server": "waitress.server.BaseWSGIServer",
    "waitress.server.create_server": "waitress.server.BaseWSGIServer",
    "tornado.ioloop.IOLoop.instance": "tornado.ioloop.IOLoop",
    "tornado.ioloop.IOLoop.current": "tornado.ioloop.IOLoop",
    "gevent.spawn": "gevent.Greenlet",
    "eventlet.spawn": "eventlet.greenthread.GreenThread",
}

ALIASES = {
    "SocketServer": "socketserver",
    "six.moves.socketserver": "socketserver",
    "six.moves.BaseHTTPServer": "http.server",
    "BaseHTTPServer": "http.server",
    "SimpleHTTPServer": "http.server",
    "SimpleXMLRPCServer": "xmlrpc.server",
    "DocXMLRPCServer": "xmlrpc.server",
    "Tkinter": "tkinter",
    "asyncio.locks.Event": "asyncio.Event",
    "asyncio.events": "asyncio",
    "asyncio.runners.run": "asyncio.run",
    "asyncio.base_events.BaseEventLoop": "asyncio.BaseEventLoop",
    "asyncio.Server": "asyncio.base_events.Server",
    "uvicorn.server.Server": "uvicorn.Server",
    "flask.app.Flask": "flask.Flask",
    "aiohttp.web_runner.run_app": "aiohttp.web.run_app",
    "cherrypy.wsgiserver.CherryPyWSGIServer": "cheroot.wsgi.Server",
    "cheroot.wsgi.WSGIServer": "cheroot.wsgi.Server",
    "gevent.wsgi.WSGIServer": "gevent.pywsgi.WSGIServer",
    "gevent.event.AsyncResult": "gevent.Greenlet",
    "gevent.greenlet.Greenlet": "gevent.Greenlet",
    "rpyc.ThreadedServer": "rpyc.utils.server.ThreadedServer",
    "Pyro5.server.Daemon": "Pyro5.api.Daemon",
    "Pyro4.core.Daemon": "Pyro4.Daemon",
}
