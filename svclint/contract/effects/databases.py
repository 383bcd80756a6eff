"""Database drivers.

A statement runs as long as the server lets it, and most drivers take their limits when they connect or on the server;
so statements have unknown length, except where the driver has no limit at all. A local sqlite3 file is not a server.
"""

from __future__ import annotations

from svclint.contract.effects.kinds import UNKNOWN, Blocks
from svclint.contract.effects.spelling import each, seconds
from svclint.contract.events import WaitKind

_EVER = Blocks(WaitKind.DATABASE)
_SOME_TIME = Blocks(WaitKind.DATABASE, asks=UNKNOWN)


def _connect(keyword: str, absent: float | None = UNKNOWN) -> Blocks:
    return Blocks(WaitKind.DATABASE, seconds(None, keyword, absent))


_CURSOR = "execute executemany callproc"


BLOCKS: dict[str, Blocks] = {
    **each("sqlite3.Connection", "execute executemany executescript commit", _SOME_TIME),
    **each("sqlite3.Cursor", "execute executemany executescript", _SOME_TIME),
    "pyodbc.connect": _connect("timeout"),
    **each("pyodbc.Cursor", "execute executemany fetchall fetchone commit", _SOME_TIME),
    **each("pyodbc.Connection", "execute commit", _SOME_TIME),
    "psycopg2.connect": _connect("connect_timeout"),
    **each("psycopg2.extensions.cursor", f"{_CURSOR} copy_expert copy_from", _EVER),
    **each("psycopg2.extensions.connection", "commit rollback", _SOME_TIME),
    "psycopg.connect": _connect("connect_timeout"),
    **each("psycopg.Connection", "execute wait", _EVER),
    **each("psycopg.Connection", "commit rollback", _SOME_TIME),
    "psycopg.Connection.notifies": Blocks(WaitKind.DATABASE, seconds(None)),
    **each("psycopg.Cursor", "execute executemany", _EVER),
    "pymysql.connect": _connect("connect_timeout", 10.0),
    **each("pymysql.cursors.Cursor", _CURSOR, _SOME_TIME),
    "MySQLdb.connect": _connect("connect_timeout"),
    **each("MySQLdb.cursors.Cursor", _CURSOR, _SOME_TIME),
    "mysql.connector.connect": _connect("connection_timeout", 10.0),
    "pymssql.connect": _connect("login_timeout", 60.0),
    "cx_Oracle.connect": _SOME_TIME,
    **each("cx_Oracle.Cursor", _CURSOR, _SOME_TIME),
    "oracledb.connect": _connect("tcp_connect_timeout"),
    **each("oracledb.Cursor", _CURSOR, _SOME_TIME),
    **each("pymongo.collection.Collection", "insert_one insert_many find_one update_one delete_many", _SOME_TIME),
    "pymongo.MongoClient.server_info": _SOME_TIME,
    **each("redis.Redis", "get set publish ping blpop brpop lpush rpush", _SOME_TIME),
    "redis.client.PubSub.listen": _EVER,
    "redis.client.PubSub.get_message": Blocks(WaitKind.DATABASE, seconds(1, absent=0.0)),
    **each("sqlalchemy.engine.Engine", "connect begin dispose", _SOME_TIME),
    **each("sqlalchemy.engine.Connection", "execute commit", _SOME_TIME),
    **each("sqlalchemy.orm.Session", "execute commit query flush", _SOME_TIME),
    "influxdb.InfluxDBClient.write_points": _SOME_TIME,
}

BASES = {
    "redis.StrictRedis": "redis.Redis",
    "MySQLdb.cursors.DictCursor": "MySQLdb.cursors.Cursor",
    "pymysql.cursors.DictCursor": "pymysql.cursors.Cursor",
}

RETURNS = {
    "sqlite3.connect": "sqlite3.Connection",
    "sqlite3.Connection.cursor": "sqlite3.Cursor",
    "pyodbc.connect": "pyodbc.Connection",
    "pyodbc.Connection.cursor": "pyodbc.Cursor",
    "pypyodbc.connect": "pyodbc.Connection",
    "psycopg2.connect": "psycopg2.extensions.connection",
    "psycopg2.extensions.connection.cursor": "psycopg2.extensions.cursor",
    "psycopg.connect": "psycopg.Connection",
    "psycopg.Connection.connect": "psycopg.Connection",
    "psycopg.Connection.cursor": "psycopg.Cursor",
    "pymysql.connect": "pymysql.connections.Connection",
    "pymysql.connections.Connection.cursor": "pymysql.cursors.Cursor",
    "MySQLdb.connect": "MySQLdb.connections.Connection",
    "MySQLdb.connections.Connection.cursor": "MySQLdb.cursors.Cursor",
    "cx_Oracle.connect": "cx_Oracle.Connection",
    "cx_Oracle.Connection.cursor": "cx_Oracle.Cursor",
    "oracledb.connect": "oracledb.Connection",
    "oracledb.Connection.cursor": "oracledb.Cursor",
    "redis.Redis.pubsub": "redis.client.PubSub",
    "redis.from_url": "redis.Redis",
    "sqlalchemy.create_engine": "sqlalchemy.engine.Engine",
    "sqlalchemy.engine.Engine.connect": "sqlalchemy.engine.Connection",
}

ALIASES = {
    "pysqlite2.dbapi2": "sqlite3",
    "sqlite3.dbapi2": "sqlite3",
    "pymysql.Connect": "pymysql.connect",
    "pymysql.Connection": "pymysql.connections.Connection",
    "MySQLdb.Connect": "MySQLdb.connect",
    "MySQLdb.Connection": "MySQLdb.connections.Connection",
    "pymongo.mongo_client.MongoClient": "pymongo.MongoClient",
    "redis.client.Redis": "redis.Redis",
    "sqlalchemy.engine.create_engine": "sqlalchemy.create_engine",
    "sqlalchemy.engine.base": "sqlalchemy.engine",
    "sqlalchemy.orm.session.Session": "sqlalchemy.orm.Session",
}
