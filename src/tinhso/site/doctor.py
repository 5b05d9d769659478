"""Looks an installation over: what is well, what is not, and how to mend it."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from tinhso.site import environment, postgres, production, roles
from tinhso.site.installation import FREE_MB_FIRST, SOURCE, Installation

LONGEST_TRANSACTION = timedelta(minutes=5)
LARGEST_CLOCK_DIFFERENCE = timedelta(seconds=5)
LONGEST_SEALING = timedelta(minutes=1)
OLDEST_BACKUP = timedelta(hours=26)


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ``is_well``, and a sentence that says what was seen or how to mend it."""

    what: str
    is_well: bool
    words: str

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


def findings(installation: Installation, at: datetime) -> Iterator[Finding]:
    yield _settings(installation)
    yield _keys(installation)
    yield from _disk(installation)
    yield _fonts()
    yield _backup(installation, at)
    yield from _database(installation, at)


def _settings(installation: Installation) -> Finding:
    faults = list(environment.unknown())
    try:
        faults += production.faults(environment.read({**os.environ, **installation.environment()}))
    except environment.BadSetting as error:
        faults.append(str(error))
    return Finding("cài đặt", not faults, " ".join(faults) or f"{len(environment.SETTINGS)} cài đặt đều đọc được")


def _keys(installation: Installation) -> Finding:
    path = installation.folder / "secrets.json"
    if not path.exists():
        return Finding("khóa", False, f"Chưa có {path}: chạy tinhso up lần đầu để sinh khóa.")
    if path.stat().st_mode & 0o077:
        return Finding("khóa", False, f"{path} người khác đọc được: chạy chmod 600 {path}")
    return Finding("khóa", True, f"{path} chỉ mình tài khoản này đọc được")


def _disk(installation: Installation) -> Iterator[Finding]:
    place = installation.folder if installation.folder.exists() else SOURCE
    free = shutil.disk_usage(place).free // 2**20
    mend = "" if free >= FREE_MB_FIRST else f", cần ít nhất {FREE_MB_FIRST} MB: dọn bớt chỗ"
    yield Finding("đĩa", not mend, f"còn {free} MB ở {place}{mend}")
    is_writable = os.access(place, os.W_OK)
    yield Finding("thư mục dữ liệu", is_writable, f"{place} {'ghi được' if is_writable else 'không ghi được'}")


def _fonts() -> Finding:
    built = Path(__file__).resolve().parents[1] / "shell" / "static" / "shell" / "built"
    fonts = list(built.rglob("*.woff2"))
    words = f"{len(fonts)} phông chữ web đã dựng" if fonts else "Chưa dựng giao diện: chạy ./tinhso up từ bản mã nguồn."
    return Finding("phông chữ", bool(fonts), words)


def _backup(installation: Installation, at: datetime) -> Finding:
    """The last backup made with ``tinhso backup``; only a real installation must have one of today."""
    kept = installation.state().get("backed_up_at")
    is_real = os.environ.get("TINHSO_PROFILE") == "production"
    if kept is None:
        return Finding("sao lưu", not is_real, "chưa có bản sao lưu nào: chạy tinhso backup TỆP mỗi ngày")
    age = at - datetime.fromisoformat(kept)
    words = f"bản gần nhất cách đây {age.total_seconds() / 3600:.0f} giờ"
    return Finding("sao lưu", not is_real or age <= OLDEST_BACKUP, words)


def _database(installation: Installation, at: datetime) -> Iterator[Finding]:
    runtime = os.environ.get("TINHSO_DATABASE_URL")
    if not runtime and not installation.is_running():
        yield Finding("cơ sở dữ liệu", False, "Chưa chạy: tinhso up")
        return
    try:
        with psycopg.connect(runtime or installation.url(postgres.RUNTIME), connect_timeout=5) as connection:
            yield from _server(connection)
            yield _clock(connection, at)
            yield _ledger_rights(connection)
            yield _longest_transaction(connection)
            yield _sealing(connection, at)
            yield _size(connection)
            yield _jobs(connection, at)
    except psycopg.OperationalError as error:
        yield Finding("cơ sở dữ liệu", False, f"Không kết nối được: {str(error).splitlines()[0]}")


def _server(connection: psycopg.Connection[Any]) -> Iterator[Finding]:
    version = connection.info.server_version
    yield Finding("cơ sở dữ liệu", version >= roles.OLDEST_SERVER, f"PostgreSQL {version // 10000}, cần từ bản 15")
    row = connection.execute(
        "SELECT current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user), "
        "(SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
        " AND pg_get_userbyid(relowner) = current_user)"
    ).fetchone()
    user, is_super, owned = row or ("", True, 1)
    words = f"vai trò {user} không sở hữu bảng nào" if not (is_super or owned) else (
        f"vai trò {user} sở hữu bảng: dùng hai vai trò khác nhau (TINHSO_DATABASE_OWNER_URL)"
    )  # fmt: skip
    yield Finding("vai trò", not is_super and not owned, words)


def _clock(connection: psycopg.Connection[Any], at: datetime) -> Finding:
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    difference = abs(row[0] - at) if row else timedelta(days=1)
    words = f"lệch {difference.total_seconds():.1f} giây so với cơ sở dữ liệu"
    return Finding("đồng hồ", difference <= LARGEST_CLOCK_DIFFERENCE, words)


def _ledger_rights(connection: psycopg.Connection[Any]) -> Finding:
    row = connection.execute(
        "SELECT bool_or(has_table_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE')"
        " OR has_table_privilege(c.oid, 'TRUNCATE')) FROM pg_class c "
        "WHERE relname LIKE 'ledger\\_entry%' AND relkind IN ('r', 'p')"
    ).fetchone()
    may_change = bool(row and row[0])
    return Finding(
        "sổ cái", not may_change, "sửa được: vai trò có quyền thừa" if may_change else "chỉ thêm, không sửa xóa được"
    )


def _longest_transaction(connection: psycopg.Connection[Any]) -> Finding:
    row = connection.execute(
        "SELECT coalesce(max(clock_timestamp() - xact_start), interval '0') FROM pg_stat_activity "
        "WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    age: timedelta = row[0] if row else timedelta()
    words = f"giao dịch mở lâu nhất: {age.total_seconds():.0f} giây"
    return Finding("giao dịch", age <= LONGEST_TRANSACTION, words)


def _exists(connection: psycopg.Connection[Any], table: str) -> bool:
    row = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
    return bool(row and row[0])


def _sealing(connection: psycopg.Connection[Any], at: datetime) -> Finding:
    """How long the oldest entry has waited for its seal."""
    if not _exists(connection, "ledger_head"):
        return Finding("niêm phong", False, "chưa có sổ cái: chạy tinhso migrate")
    row = connection.execute(
        "SELECT min(recorded_at) FROM ledger_entry WHERE recorded_at > %s AND (epoch, xid, id) > "
        "(SELECT last_epoch, last_xid, last_id FROM ledger_head ORDER BY size DESC LIMIT 1)",
        [at - timedelta(days=2)],
    ).fetchone()
    oldest: datetime | None = row[0] if row else None
    lag = at - oldest if oldest else timedelta()
    words = f"bút toán cũ nhất chưa niêm phong đã chờ {max(lag.total_seconds(), 0):.0f} giây"
    return Finding("niêm phong", lag <= LONGEST_SEALING, words)


def _size(connection: psycopg.Connection[Any]) -> Finding:
    row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return Finding("dung lượng", True, f"cơ sở dữ liệu chiếm {(row[0] if row else 0) // 2**20} MB")


def _jobs(connection: psycopg.Connection[Any], at: datetime) -> Finding:
    """Jobs that fail again and again; the page names each with its last runs."""
    if not _exists(connection, "site_jobrun"):
        return Finding("việc nền", False, "chưa ghi được lần chạy nào: chạy tinhso migrate")
    failing = [str(row[0]) for row in connection.execute("SELECT name FROM site_jobrun WHERE failures > 0 ORDER BY 1")]
    return Finding(
        "việc nền", not failing, f"đang hỏng: {', '.join(failing)}" if failing else "không việc nào đang hỏng"
    )
