"""Two roles keep the ledger honest: one owns the tables and migrates, the product runs as the other."""

import psycopg
from psycopg import sql

from tinhso.site.postgres import DATABASE, OWNER, RUNTIME
from tinhso.site.refusals import CannotRun

OLDEST_SERVER = 150000
# The ledger's own migrations say who may do what with its tables.
LEDGER_TABLES = "ledger\\_%"


def make_roles(superuser_url: str, passwords: dict[str, str]) -> None:
    """Both roles and the database of the embedded server, where they are missing."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in (OWNER, RUNTIME):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                statement = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.Literal(passwords[role])))
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        database, runtime = sql.Identifier(DATABASE), sql.Identifier(RUNTIME)
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, sql.Identifier(OWNER)))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        connection.execute(sql.SQL("GRANT CONNECT, TEMPORARY ON DATABASE {} TO {}").format(database, runtime))


def drop_database(superuser_url: str) -> None:
    """Removes the product's database of the embedded server (a sample that was never finished)."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(DATABASE)))


def must_be_recent(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Raises CannotRun for a server older than 15."""
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise CannotRun(f"PostgreSQL {version // 10000} quá cũ: cần từ bản 15.")


def grant_to_runtime(connection: psycopg.Connection[tuple[object, ...]], runtime: str) -> None:
    """Lets the running role use every table but the ledger's. Run by the owner after each migration."""
    role = sql.Identifier(runtime)
    connection.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(role))
    for kind, rights in (
        ("r", "SELECT, INSERT, UPDATE, DELETE"),
        ("p", "SELECT, INSERT, UPDATE, DELETE"),
        ("S", "USAGE, SELECT"),
    ):
        names = _relations(connection, kind)
        if names:
            what = sql.SQL("SEQUENCE" if kind == "S" else "TABLE")
            tables = sql.SQL(", ").join(sql.Identifier("public", name) for name in names)
            connection.execute(sql.SQL("GRANT {} ON {} {} TO {}").format(sql.SQL(rights), what, tables, role))
    if connection.execute("SELECT to_regprocedure('ledger_wall(name)')").fetchone() != (None,):
        connection.execute("SELECT ledger_wall(%s)", [runtime])


def begin_ledger_epoch(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """After a restore: transaction numbers start anew in another cluster, so the ledger counts a new epoch."""
    if connection.execute("SELECT to_regprocedure('ledger_epoch()')").fetchone() == (None,):
        return
    row = connection.execute("SELECT ledger_epoch()").fetchone()
    body = sql.Literal(f"SELECT {int(str(row[0])) + 1}" if row else "SELECT 1")
    head = sql.SQL(
        "CREATE OR REPLACE FUNCTION ledger_epoch() RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS {}"
    )
    connection.execute(head.format(body))


def _relations(connection: psycopg.Connection[tuple[object, ...]], kind: str) -> list[str]:
    rows = connection.execute(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public' AND relkind = %s AND relname NOT LIKE %s "
        "AND pg_get_userbyid(relowner) = current_user ORDER BY 1",
        [kind, LEDGER_TABLES],
    ).fetchall()
    return [str(row[0]) for row in rows]
