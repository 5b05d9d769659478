"""What the twin keeps, in one SQLite file all workers share: what it was sent, sessions, the fault it plays."""

import json
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from tinhso.base.messages import gettext_noop

FAULTS = {
    "": gettext_noop("hoạt động bình thường"),
    "slow": gettext_noop("trả lời chậm quá thời hạn"),
    "down": gettext_noop("ngừng phục vụ (503)"),
    "busy": gettext_noop("báo bận, đề nghị gửi lại"),
    "refusing": gettext_noop("từ chối mọi hồ sơ"),
    "duplicating": gettext_noop("đã nhận nhưng mất câu trả lời"),
    "reordering": gettext_noop("xử lý xáo trộn các yêu cầu đến cùng lúc"),
    "expiring": gettext_noop("phiên hết hạn liên tục"),
}
TABLES = """
CREATE TABLE IF NOT EXISTS got (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, number TEXT NOT NULL, state INTEGER NOT NULL, item TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS got_number ON got (number, service);
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, calls INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS played (one INTEGER PRIMARY KEY CHECK (one = 1), fault TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Got:
    """One message the portal took in, in the order it did."""

    service: str
    number: str
    state: int
    item: dict[str, Any]

    @property
    def words(self) -> str:
        """What it is about: the step that was done, or the dossier's title."""
        return str(self.item.get("NoiDungXuLy") or self.item.get("TrichYeuHoSo") or "")


def _path() -> Path:
    folder = Path(settings.DATA) / "twins" / "national-portal"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / "portal.sqlite"


@contextmanager
def _base() -> Iterator[sqlite3.Connection]:
    """One write at a time, whoever else is at it."""
    with closing(sqlite3.connect(_path(), timeout=20, isolation_level=None)) as base:
        base.executescript("PRAGMA synchronous = OFF;" + TABLES)
        base.execute("BEGIN IMMEDIATE")
        yield base
        base.execute("COMMIT")


def fault() -> str:
    with _base() as base:
        row = base.execute("SELECT fault FROM played").fetchone()
    return row[0] if row and row[0] in FAULTS else ""


def play(code: str) -> None:
    """From now on this fault. Raises KeyError for one that is not known."""
    FAULTS[code]
    with _base() as base:
        base.execute("INSERT INTO played VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET fault = excluded.fault", [code])


def new_session() -> str:
    session = secrets.token_hex(16)
    with _base() as base:
        base.execute("INSERT INTO session (id) VALUES (?)", [session])
    return session


def use_session(session: str, calls_allowed: int | None) -> bool:
    """Whether the session is good for one more call; one that is used up is forgotten."""
    with _base() as base:
        row = base.execute("UPDATE session SET calls = calls + 1 WHERE id = ? RETURNING calls", [session]).fetchone()
        if row is None:
            return False
        if calls_allowed is not None and row[0] > calls_allowed:
            base.execute("DELETE FROM session WHERE id = ?", [session])
            return False
    return True


def keep(service: str, number: str, state: int, item: dict[str, Any], *, may_follow: Any) -> str:
    """``new``, ``again`` for what it got last of this dossier and service, or ``illegal``; one decision at a time."""
    text = json.dumps(item, sort_keys=True, ensure_ascii=False)
    newest = "SELECT state, item FROM got WHERE number = ? AND service = ? ORDER BY id DESC LIMIT 1"
    with _base() as base:
        last = base.execute(newest, [number, service]).fetchone()
        if last is not None and last[1] == text:
            return "again"
        state_now = base.execute(newest, [number, "DongBoHoSoMC"]).fetchone()
        if not may_follow(state_now[0] if state_now else None, state):
            return "illegal"
        base.execute(
            "INSERT INTO got (service, number, state, item) VALUES (?, ?, ?, ?)", [service, number, state, text]
        )
    return "new"


def got(number: str | None = None, *, limit: int = -1) -> list[Got]:
    """What was taken in, oldest first; of one dossier, or of all (the newest ``limit``)."""
    where, values = ("WHERE number = ?", [number]) if number else ("", [])
    select = f"SELECT service, number, state, item FROM got {where} ORDER BY id DESC LIMIT ?"  # noqa: S608 (no input)
    with _base() as base:
        rows = base.execute(select, [*values, limit]).fetchall()
    return [Got(row[0], row[1], row[2], json.loads(row[3])) for row in reversed(rows)]


def count() -> int:
    with _base() as base:
        return int(base.execute("SELECT count(*) FROM got").fetchone()[0])
