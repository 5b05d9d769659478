"""What a start needs done first: tables, rights, static files. Run by ``tinhso migrate`` in a process of its own."""

import hashlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tinhso.site import roles
from tinhso.site.installation import Installation
from tinhso.site.refusals import CannotRun

Progress = Callable[[str], None]
PACKAGE = Path(__file__).resolve().parents[1]


def tables_stamp() -> str:
    """Changes when any migration does."""
    return _stamp(PACKAGE.rglob("migrations/*.py"))


def static_stamp() -> str:
    """Changes when any static file or translation does."""
    found = [*PACKAGE.rglob("static/**/*"), *PACKAGE.rglob("locale/**/*.po")]
    return _stamp(path for path in found if path.is_file())


def _stamp(paths: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        facts = path.stat()
        digest.update(f"{path.relative_to(PACKAGE)}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def migrate(progress: Progress) -> None:
    """Brings the tables up to date as their owner, then grants the running role what it needs."""
    import psycopg

    from tinhso.site.django_ready import set_up

    runtime = os.environ.get("TINHSO_DATABASE_URL", "")
    if not runtime:
        raise CannotRun("Chưa có cơ sở dữ liệu: chạy tinhso up, hoặc đặt TINHSO_DATABASE_URL.")
    owner = os.environ.get("TINHSO_DATABASE_OWNER_URL") or runtime
    with psycopg.connect(owner, autocommit=True) as connection:
        roles.must_be_recent(connection)
        connection.execute("SELECT pg_advisory_lock(7141)")  # two machines may migrate at once
        os.environ["TINHSO_DATABASE_URL"] = owner
        set_up()
        _apply(progress)
        if owner != runtime:
            roles.grant_to_runtime(connection, role_of(runtime))


def _apply(progress: Progress) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        progress(f"Tạo bảng dữ liệu: {len(plan)} bước")
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()


def role_of(url: str) -> str:
    return unquote(urlsplit(url).username or "")


def collect_static(installation: Installation, progress: Progress) -> None:
    """Compiles the translations; gathers, hashes and compresses the static files when one of them changed."""
    from django.core.management import call_command

    from tinhso.shell.translations import compile_all

    compile_all()
    stamp = static_stamp()
    if installation.state().get("static") == stamp and (installation.folder / "static").is_dir():
        return
    progress("Gom và nén tệp tĩnh")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    installation.remember(static=stamp)
