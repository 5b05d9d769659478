"""Backup and restore of a whole installation: every row, every file, every key; proven after restoring.

The archive is a tar of ``database.dump`` (pg_dump, custom format), ``data/…`` (files, keys, sample sign-ins) and
``manifest.json``: rows and digest of each table at the snapshot that was dumped, SHA-256 of each file.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from tinhso.site import postgres, roles
from tinhso.site.installation import Installation
from tinhso.site.refusals import FAILED, CannotRun

Progress = Callable[[str], None]
FORMAT = 1
# What a start makes anew, or what only concerns the machine it ran on.
LEFT_OUT = ("postgres", "run", "log", "static", "lock", "state.json")
KEPT_STATE = ("sample_begun", "sample_done")
CONNECTION_VARIABLES = {
    "host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "password": "PGPASSWORD",
    "dbname": "PGDATABASE", "sslmode": "PGSSLMODE",
}  # fmt: skip


# The database


@contextmanager
def database_of(installation: Installation) -> Iterator[str]:
    """The owner's address of the installation's database; started for the time being when nothing runs."""
    if own := os.environ.get("TINHSO_DATABASE_OWNER_URL") or os.environ.get("TINHSO_DATABASE_URL"):
        yield own
    elif installation.is_running():
        yield installation.url(postgres.OWNER)
    else:
        with started(installation):
            yield installation.url(postgres.OWNER)


@contextmanager
def started(installation: Installation) -> Iterator[None]:
    """The embedded database alone, under the installation's lock; made when there is none."""
    installation.prepare()
    installation.must_be_reachable()
    installation.lock()
    process = None
    try:
        installation.short_socket_folder()
        cluster = installation.cluster()
        cluster.programs = postgres.reachable_binaries(cluster.user, installation.folder / "postgres")
        if not cluster.exists:
            cluster.create(installation.secrets()["database_superuser"])
        process = postgres.start_until_ready(cluster, installation.url("postgres"))
        roles.make_roles(installation.url("postgres"), installation.secrets())
        yield
    except postgres.DatabaseDoesNotStart as error:
        raise CannotRun(f"PostgreSQL không khởi động được: {error}", FAILED) from error
    finally:
        if process is not None:
            postgres.stop(process)
        installation.unlock()


def tables(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    """Rows and an order-free digest of each table, as the connection's snapshot sees them."""
    connection.execute("SET LOCAL datestyle = 'ISO'")
    connection.execute("SET LOCAL timezone = 'UTC'")
    names = connection.execute(
        "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace "
        "WHERE nspname = 'public' AND relkind = 'r' ORDER BY relname"
    ).fetchall()
    return {name: _table(connection, name) for (name,) in names}


def _table(connection: psycopg.Connection[Any], name: str) -> dict[str, Any]:
    query = sql.SQL("SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t")
    row = connection.execute(query.format(sql.Identifier("public", name))).fetchone()
    return {"rows": row[0], "digest": row[1]} if row else {}


def _program(name: str, url: str) -> str:
    """The wheel's program; the system's where the connection needs TLS, which the wheel lacks."""
    needs_tls = conninfo_to_dict(url).get("sslmode") in ("require", "verify-ca", "verify-full")
    found = shutil.which(name) if needs_tls else None
    return found or str(postgres.binaries() / name)


def _run(url: str, name: str, *arguments: str) -> None:
    """A PostgreSQL program on that database; the password travels in the environment, not in the arguments."""
    facts = conninfo_to_dict(url)
    environ = {CONNECTION_VARIABLES[key]: str(value) for key, value in facts.items() if key in CONNECTION_VARIABLES}
    command = [_program(name, url), *arguments]
    done = subprocess.run(command, env={**os.environ, **environ}, capture_output=True, check=False)  # noqa: S603
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip().splitlines()
        raise CannotRun(f"{name} không xong: {words[-1] if words else done.returncode}", FAILED)


# Backup


def back_up(installation: Installation, archive: Path, made_at: str, progress: Progress) -> dict[str, Any]:
    """Writes the archive (0600) and gives its manifest. Raises CannotRun when the file is already there."""
    if archive.exists():
        raise CannotRun(f"{archive} đã có. Chọn tên khác: bản sao lưu cũ không bị ghi đè.")
    if not installation.exists:
        raise CannotRun(f"Không có bản cài nào ở {installation.folder}.")
    part = archive.with_name(archive.name + ".part")
    try:
        with database_of(installation) as url, os.fdopen(_private(part), "wb") as file:
            manifest = _write(installation, url, file, made_at, progress)
        part.rename(archive)
    finally:
        part.unlink(missing_ok=True)
    return manifest


def _private(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)


def _write(installation: Installation, url: str, file: IO[bytes], made_at: str, progress: Progress) -> dict[str, Any]:
    manifest: dict[str, Any] = {"format": FORMAT, "made_at": made_at}
    with tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT) as tar:
        with tempfile.TemporaryDirectory(dir=installation.folder, prefix=".backup-") as folder:
            dump = Path(folder) / "database.dump"
            progress("Sao lưu cơ sở dữ liệu")
            manifest["tables"] = _dump(url, dump)
            manifest["dump"] = _sha256(dump)
            tar.add(dump, "database.dump", recursive=False)
        progress("Sao lưu tệp và khóa")
        manifest["files"] = dict(_add_files(installation.folder, tar))
        state = installation.state()
        manifest["state"] = {name: state[name] for name in KEPT_STATE if name in state}
        _add_bytes(tar, "manifest.json", json.dumps(manifest, indent=1, ensure_ascii=False).encode())
    return manifest


def _dump(url: str, dump: Path) -> dict[str, dict[str, Any]]:
    """Dumps the database and counts its tables in one snapshot."""
    with psycopg.connect(url) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        snapshot = str(row[0]) if row else ""
        _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--schema=public", f"--file={dump}")
        return tables(connection)


def _add_files(folder: Path, tar: tarfile.TarFile) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if name.parts[0] in LEFT_OUT or name.parts[0].startswith(".") or not path.is_file():
            continue
        tar.add(path, f"data/{name.as_posix()}", recursive=False)
        yield name.as_posix(), _sha256(path)


def _add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    tar.addfile(entry, io.BytesIO(content))


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Restore


def restore(archive: Path, installation: Installation, progress: Progress) -> dict[str, Any]:
    """Brings an installation back into an empty folder and proves it. Raises CannotRun; then nothing is left behind."""
    if installation.folder.exists() and any(installation.folder.iterdir()):
        raise CannotRun(f"{installation.folder} không trống. Chọn thư mục trống: khôi phục không ghi đè lên dữ liệu.")
    was_there = installation.folder.exists()
    is_whole = False
    try:
        manifest = _bring_back(archive, installation, progress)
        is_whole = True
    finally:
        if not is_whole:
            _clear(installation.folder, keep=was_there)
    return manifest


def _clear(folder: Path, keep: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if keep:
        folder.mkdir(mode=0o700)


def _bring_back(archive: Path, installation: Installation, progress: Progress) -> dict[str, Any]:
    try:
        with tarfile.open(archive) as tar:
            manifest = _manifest(tar)
            installation.prepare()
            progress(f"Giải nén {len(manifest['files'])} tệp")
            _extract(tar, manifest, installation.folder)
    except (tarfile.TarError, EOFError) as error:
        raise CannotRun(f"{archive} không phải bản sao lưu nguyên vẹn ({error}).", FAILED) from error
    except FileNotFoundError as error:
        raise CannotRun(f"Không có tệp {archive}.") from error
    installation.remember(**manifest["state"])
    _load(installation, manifest, progress)
    (installation.folder / "database.dump").unlink()
    return manifest


def _manifest(tar: tarfile.TarFile) -> dict[str, Any]:
    try:
        entry = tar.extractfile("manifest.json")
    except KeyError:
        raise CannotRun("Bản sao lưu thiếu manifest.json: nó chưa được ghi xong.", FAILED) from None
    manifest: dict[str, Any] = json.load(entry) if entry else {}
    if manifest.get("format") != FORMAT:
        raise CannotRun("Bản sao lưu có định dạng khác, cần phiên bản tinhso đã tạo ra nó.", FAILED)
    return manifest


def _extract(tar: tarfile.TarFile, manifest: dict[str, Any], folder: Path) -> None:
    """Only what the manifest names, each with its hash; nothing outside the folder."""
    _extract_one(tar, "database.dump", folder / "database.dump", manifest["dump"])
    for name, digest in manifest["files"].items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise CannotRun(f"Bản sao lưu có tên tệp không hợp lệ: {name}", FAILED)
        _extract_one(tar, f"data/{name}", folder / name, digest)


def _extract_one(tar: tarfile.TarFile, name: str, target: Path, digest: str) -> None:
    try:
        source = tar.extractfile(name)
    except KeyError:
        source = None
    if source is None:
        raise CannotRun(f"Bản sao lưu thiếu tệp {name}.", FAILED)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with os.fdopen(_private(target), "wb") as file:
        shutil.copyfileobj(source, file)
    if _sha256(target) != digest:
        raise CannotRun(f"Tệp {name} trong bản sao lưu đã bị thay đổi (mã băm không khớp).", FAILED)


def _load(installation: Installation, manifest: dict[str, Any], progress: Progress) -> None:
    """Loads the dump into an empty database and compares every table."""
    with database_of(installation) as url:
        with psycopg.connect(url) as connection:
            if found := tables(connection):
                raise CannotRun(f"Cơ sở dữ liệu đích không trống: đã có {len(found)} bảng.")
        progress("Khôi phục cơ sở dữ liệu")
        dump = str(installation.folder / "database.dump")
        _run(url, "pg_restore", "--exit-on-error", "--no-owner", "--schema=public", f"--dbname={_name(url)}", dump)
        progress(f"Đối chiếu {len(manifest['tables'])} bảng")
        with psycopg.connect(url) as connection:
            _must_equal(tables(connection), manifest["tables"])
            roles.begin_ledger_epoch(connection)


def _name(url: str) -> str:
    return str(conninfo_to_dict(url)["dbname"])


def _must_equal(found: dict[str, dict[str, Any]], expected: dict[str, dict[str, Any]]) -> None:
    different = sorted(name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name))
    if different:
        raise CannotRun(f"Khôi phục không khớp bản sao lưu ở các bảng: {', '.join(different)}.", FAILED)
