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
    "broken_files": gettext_noop("trả tệp bị cắt cụt"),
}
TABLES = """
CREATE TABLE IF NOT EXISTS got (
    id INTEGER PRIMARY KEY, service TEXT NOT NULL, number TEXT NOT NULL, state INTEGER NOT NULL, item TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS got_number ON got (number, service);
CREATE TABLE IF NOT EXISTS session (id TEXT PRIMARY KEY, calls INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS filed (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, item TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY, number TEXT NOT NULL, item TEXT NOT NULL, is_updating INTEGER NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', answer TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS outbox_waiting ON outbox (id) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS paper (id TEXT PRIMARY KEY, name TEXT NOT NULL, data BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS offered (code TEXT PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS numbered (one INTEGER PRIMARY KEY CHECK (one = 1), last INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS played (one INTEGER PRIMARY KEY CHECK (one = 1), fault TEXT NOT NULL);
"""


_made: set[Path] = set()  # files whose tables this process has seen to


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
    path = _path()
    with closing(sqlite3.connect(path, timeout=20, isolation_level=None)) as base:
        base.execute("PRAGMA synchronous = OFF")
        if path not in _made:
            base.executescript(TABLES)
            _made.add(path)
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


@dataclass(frozen=True)
class Waiting:
    """An item that is to be passed on to the province."""

    id: int
    number: str
    item: dict[str, Any]
    is_updating: bool


def next_number() -> int:
    with _base() as base:
        row = base.execute(
            "INSERT INTO numbered VALUES (1, 1) ON CONFLICT (one) DO UPDATE SET last = last + 1 RETURNING last"
        ).fetchone()
    return int(row[0])


def keep_filed(number: str, item: dict[str, Any]) -> None:
    with _base() as base:
        base.execute("INSERT INTO filed (number, item) VALUES (?, ?)", [number, json.dumps(item, ensure_ascii=False)])


def filed(number: str) -> dict[str, Any] | None:
    """The dossier as it was filed, or None."""
    with _base() as base:
        row = base.execute("SELECT item FROM filed WHERE number = ?", [number]).fetchone()
    return json.loads(row[0]) if row else None


def lately_filed(limit: int) -> list[dict[str, Any]]:
    """The newest first."""
    with _base() as base:
        rows = base.execute("SELECT item FROM filed ORDER BY id DESC LIMIT ?", [limit]).fetchall()
    return [json.loads(row[0]) for row in rows]


def queue(number: str, item: dict[str, Any], *, is_updating: bool) -> None:
    text = json.dumps(item, ensure_ascii=False)
    with _base() as base:
        base.execute("INSERT INTO outbox (number, item, is_updating) VALUES (?, ?, ?)", [number, text, is_updating])


def waiting(limit: int = -1) -> list[Waiting]:
    """What is still to be passed on, oldest first."""
    select = "SELECT id, number, item, is_updating FROM outbox WHERE state = 'waiting' ORDER BY id LIMIT ?"
    with _base() as base:
        rows = base.execute(select, [limit]).fetchall()
    return [Waiting(row[0], row[1], json.loads(row[2]), bool(row[3])) for row in rows]


def passed_on(ids: list[int], state: str, answer: str) -> None:
    with _base() as base:
        base.executemany("UPDATE outbox SET state = ?, answer = ? WHERE id = ?", [(state, answer, one) for one in ids])


def outbox_of(number: str) -> list[tuple[str, str]]:
    """State and answer of each item of a dossier, oldest first."""
    with _base() as base:
        rows = base.execute("SELECT state, answer FROM outbox WHERE number = ? ORDER BY id", [number]).fetchall()
    return [(row[0], row[1]) for row in rows]


def state_of(number: str) -> int | None:
    """The state the province told last."""
    newest = "SELECT state FROM got WHERE number = ? AND service = 'DongBoHoSoMC' ORDER BY id DESC LIMIT 1"
    with _base() as base:
        row = base.execute(newest, [number]).fetchone()
    return int(row[0]) if row else None


def keep_paper(name: str, data: bytes) -> str:
    paper_id = secrets.token_hex(12)
    with _base() as base:
        base.execute("INSERT INTO paper VALUES (?, ?, ?)", [paper_id, name, data])
    return paper_id


def paper(paper_id: str) -> bytes | None:
    with _base() as base:
        row = base.execute("SELECT data FROM paper WHERE id = ?", [paper_id]).fetchone()
    return bytes(row[0]) if row else None


def offer(code: str, record: dict[str, Any] | None) -> None:
    """Publishes another record of a procedure, or (None) withdraws it."""
    text = json.dumps(record or {}, ensure_ascii=False)
    with _base() as base:
        base.execute(
            "INSERT INTO offered VALUES (?, ?) ON CONFLICT (code) DO UPDATE SET record = excluded.record", [code, text]
        )


def offered(code: str) -> dict[str, Any] | None:
    """What was published of the code since; empty when it was withdrawn, None when nothing changed."""
    with _base() as base:
        row = base.execute("SELECT record FROM offered WHERE code = ?", [code]).fetchone()
    return json.loads(row[0]) if row else None


def all_offered() -> dict[str, dict[str, Any]]:
    with _base() as base:
        return {code: json.loads(text) for code, text in base.execute("SELECT code, record FROM offered").fetchall()}
