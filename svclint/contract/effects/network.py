"""Sockets and the clients of network protocols.

``connect`` is of unknown length: the code asks for no limit, but TCP gives up by itself (Windows: after about 21
seconds). Reading has no limit of its own. Where a library takes its limit in a constructor or in a session, the
calls made later are of unknown length here.
"""

from __future__ import annotations

from svclint.contract.effects.kinds import UNKNOWN, Act, Argument, Blocks
from svclint.contract.effects.spelling import act, each, milliseconds, seconds
from svclint.contract.events import WaitKind

_EVER = Blocks(WaitKind.NETWORK)
_SOME_TIME = Blocks(WaitKind.NETWORK, asks=UNKNOWN)
_SERVE = Blocks(WaitKind.SERVE)
_REQUEST = Blocks(WaitKind.NETWORK, seconds(None))
_HTTPX = Blocks(WaitKind.NETWORK, seconds(None, absent=5.0))
_HTTPX_CLIENT = Blocks(WaitKind.NETWORK, seconds(None, absent=UNKNOWN))
_SELECT = Blocks(WaitKind.EVENT, seconds(0))
_SMTP = Blocks(WaitKind.NETWORK, seconds(3), given=Argument(0, "host"))
_SMTP_SSL = Blocks(WaitKind.NETWORK, seconds(None), given=Argument(0, "host"))
_THIRD = Blocks(WaitKind.NETWORK, seconds(2))

_VERBS = "get post put patch delete head options request"

_STANDARD: dict[str, Blocks] = {
    **each("socket.socket", "accept recv recv_into recvfrom recvfrom_into sendall sendfile", _EVER),
    **each("socket.socket", "connect connect_ex send sendto", _SOME_TIME),
    "socket.create_connection": Blocks(WaitKind.NETWORK, seconds(1, absent=UNKNOWN)),
    **each("socket", "getaddrinfo gethostbyname gethostbyname_ex gethostbyaddr getfqdn", _SOME_TIME),
    **each("ssl.SSLSocket", "do_handshake read write unwrap", _EVER),
    "select.select": Blocks(WaitKind.EVENT, seconds(3, None)),
    "select.epoll.poll": _SELECT,
    "select.poll.poll": Blocks(WaitKind.EVENT, milliseconds(0)),
    "selectors.BaseSelector.select": _SELECT,
    "urllib.request.urlopen": _THIRD,
    "urllib.request.OpenerDirector.open": _THIRD,
    "urllib.request.urlretrieve": _EVER,
    **each("http.client.HTTPConnection", "connect request endheaders getresponse", _SOME_TIME),
    **each("http.client.HTTPResponse", "read readline read1", _SOME_TIME),
    "smtplib.SMTP": _SMTP,
    "smtplib.SMTP_SSL": _SMTP_SSL,
    **each("smtplib.SMTP", "connect helo ehlo login starttls sendmail send_message quit", _SOME_TIME),
    "ftplib.FTP": Blocks(WaitKind.NETWORK, seconds(4), given=Argument(0, "host")),
    "ftplib.FTP.connect": Blocks(WaitKind.NETWORK, seconds(2, absent=UNKNOWN)),
    **each("ftplib.FTP", "login retrbinary retrlines storbinary storlines nlst dir cwd delete quit", _SOME_TIME),
    "poplib.POP3": _THIRD,
    "imaplib.IMAP4": _THIRD,
    "telnetlib.Telnet": Blocks(WaitKind.NETWORK, seconds(2), given=Argument(0, "host")),
    "telnetlib.Telnet.read_until": Blocks(WaitKind.NETWORK, seconds(1)),
    "telnetlib.Telnet.expect": Blocks(WaitKind.NETWORK, seconds(1)),
    **each("telnetlib.Telnet", "read_all read_some interact mt_interact", _EVER),
}

_OTHERS: dict[str, Blocks] = {
    **each("requests", _VERBS, _REQUEST),
    **each("requests.Session", _VERBS, _REQUEST),
    "requests.Session.send": _REQUEST,
    **each("httpx", f"{_VERBS} stream", _HTTPX),
    **each("httpx.Client", f"{_VERBS} stream", _HTTPX_CLIENT),
    "httpx.Client.send": _SOME_TIME,
    "urllib3.request": Blocks(WaitKind.NETWORK, seconds(None, absent=3.0)),
    **each("urllib3.PoolManager", "request urlopen", _REQUEST),
    "httplib2.Http.request": _SOME_TIME,
    "paramiko.SSHClient.connect": Blocks(WaitKind.NETWORK, seconds(6, absent=UNKNOWN)),
    "paramiko.SSHClient.exec_command": Blocks(WaitKind.NETWORK, seconds(2, absent=UNKNOWN)),
    "paramiko.Channel.recv_exit_status": _EVER,
    **each("paramiko.Channel", "recv recv_stderr", _EVER),
    **each("paramiko.SFTPClient", "get put listdir open stat", _SOME_TIME),
    "paramiko.Transport": _SOME_TIME,
    "paramiko.Transport.connect": _SOME_TIME,
    "paramiko.Transport.accept": Blocks(WaitKind.NETWORK, seconds(0)),
    "websocket.create_connection": Blocks(WaitKind.NETWORK, seconds(1)),
    "websocket.WebSocket.recv": _EVER,
    "websocket.WebSocketApp.run_forever": _SERVE,
    "paho.mqtt.client.Client.connect": _SOME_TIME,
    "paho.mqtt.client.Client.loop": Blocks(WaitKind.NETWORK, seconds(0, absent=1.0)),
    "paho.mqtt.client.Client.loop_forever": _SERVE,
    "paho.mqtt.client.Client.loop_stop": Blocks(WaitKind.JOIN, asks=UNKNOWN),
    "pika.BlockingConnection": _SOME_TIME,
    "pika.BlockingConnection.process_data_events": Blocks(WaitKind.NETWORK, seconds(0, "time_limit", 0.0)),
    "pika.BlockingConnection.sleep": Blocks(WaitKind.SLEEP, seconds(0, "duration"), exact=True),
    "pika.BlockingConnection.close": _SOME_TIME,
    "pika.adapters.blocking_connection.BlockingChannel.start_consuming": _SERVE,
    "pika.adapters.blocking_connection.BlockingChannel.consume": _SERVE,
    **each("zmq.Socket", "recv recv_string recv_json recv_pyobj recv_multipart send", _SOME_TIME),
    "zmq.Poller.poll": Blocks(WaitKind.EVENT, milliseconds(0, "timeout")),
    "zmq.Context.term": _EVER,
    **each("zmq", "proxy device", _SERVE),
    **each("serial.Serial", "read readline read_until write", _SOME_TIME),
    "kafka.KafkaConsumer.poll": Blocks(WaitKind.QUEUE, milliseconds(0, "timeout_ms", 0.0)),
    "kafka.KafkaProducer.flush": Blocks(WaitKind.NETWORK, seconds(0)),
    "kafka.KafkaProducer.close": Blocks(WaitKind.NETWORK, seconds(0)),
    "grpc.Server.wait_for_termination": Blocks(WaitKind.SERVE, seconds(0)),
    "ping3.ping": Blocks(WaitKind.NETWORK, seconds(1, absent=4.0)),
    "dns.resolver.resolve": Blocks(WaitKind.NETWORK, seconds(None, "lifetime", 5.0)),
    "ldap3.Connection.bind": _SOME_TIME,
    "winrm.Session.run_cmd": _SOME_TIME,
    "winrm.Session.run_ps": _SOME_TIME,
}

BLOCKS = _STANDARD | _OTHERS

ACTS = {
    **act("paho.mqtt.client.Client", "disconnect loop_stop", Act.STOP),
    **act("pika.adapters.blocking_connection.BlockingChannel", "stop_consuming", Act.STOP),
    **act("pika.BlockingConnection", "add_callback_threadsafe", Act.STOP),
    **act("websocket.WebSocketApp", "close", Act.STOP),
    **act("grpc.Server", "stop", Act.STOP),
    **act("zmq.Context", "term destroy", Act.STOP),
    **act("zmq.Socket", "send send_string send_json send_pyobj send_multipart", Act.SIGNAL),
    **act("socket.socket", "send sendall sendto", Act.SIGNAL),
    **act("socket.socket", "close shutdown", Act.STOP),
}

BASES = {
    "ssl.SSLSocket": "socket.socket",
    "http.client.HTTPSConnection": "http.client.HTTPConnection",
    "smtplib.SMTP_SSL": "smtplib.SMTP",
    "smtplib.LMTP": "smtplib.SMTP",
    "ftplib.FTP_TLS": "ftplib.FTP",
    "poplib.POP3_SSL": "poplib.POP3",
    "imaplib.IMAP4_SSL": "imaplib.IMAP4",
    "selectors.DefaultSelector": "selectors.BaseSelector",
    "selectors.SelectSelector": "selectors.BaseSelector",
}

RETURNS = {
    "socket.create_connection": "socket.socket",
    "socket.create_server": "socket.socket",
    "socket.fromfd": "socket.socket",
    "ssl.wrap_socket": "ssl.SSLSocket",
    "ssl.SSLContext.wrap_socket": "ssl.SSLSocket",
    "ssl.create_default_context": "ssl.SSLContext",
    "urllib.request.build_opener": "urllib.request.OpenerDirector",
    "urllib.request.urlopen": "http.client.HTTPResponse",
    "urllib.request.OpenerDirector.open": "http.client.HTTPResponse",
    "http.client.HTTPConnection.getresponse": "http.client.HTTPResponse",
    "requests.session": "requests.Session",
    "paramiko.SSHClient.get_transport": "paramiko.Transport",
    "paramiko.SSHClient.open_sftp": "paramiko.SFTPClient",
    "paramiko.Transport.open_session": "paramiko.Channel",
    "paramiko.Transport.accept": "paramiko.Channel",
    "paramiko.SFTPClient.from_transport": "paramiko.SFTPClient",
    "websocket.create_connection": "websocket.WebSocket",
    "pika.BlockingConnection.channel": "pika.adapters.blocking_connection.BlockingChannel",
    "zmq.Context.socket": "zmq.Socket",
    "zmq.Context.instance": "zmq.Context",
    "grpc.server": "grpc.Server",
}

ALIASES = {
    "urllib2": "urllib.request",
    "six.moves.urllib": "urllib",
    "six.moves.http_client": "http.client",
    "urllib.urlopen": "urllib.request.urlopen",
    "urllib.urlretrieve": "urllib.request.urlretrieve",
    "httplib": "http.client",
    "socket.SocketType": "socket.socket",
    "socket._socketobject": "socket.socket",
    "requests.api": "requests",
    "requests.sessions.Session": "requests.Session",
    "requests.sessions.session": "requests.session",
    "paramiko.client.SSHClient": "paramiko.SSHClient",
    "pika.adapters.blocking_connection.BlockingConnection": "pika.BlockingConnection",
    "pika.adapters.BlockingConnection": "pika.BlockingConnection",
    "zmq.sugar.socket.Socket": "zmq.Socket",
    "dns.resolver.query": "dns.resolver.resolve",
}
