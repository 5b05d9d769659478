"""What the twin keeps, in one SQLite file all workers share: orders, transactions, the fault it plays."""

import json
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
    "late": gettext_noop("báo tiền đến chậm"),
    "double": gettext_noop("báo mỗi khoản hai lần"),
    "charged_twice": gettext_noop("trừ tiền hai lần cho một lệnh"),
    "wrong_amount": gettext_noop("báo thiếu 1.000 đồng"),
    "wrong_order": gettext_noop("báo tiền của một lệnh không có"),
    "unordered": gettext_noop("báo “đang xử lý” sau khi đã báo thành công"),
    "never": gettext_noop("không bao giờ báo"),
    "failing": gettext_noop("lần nộp nào cũng thất bại"),
    "forged": gettext_noop("báo với mã xác thực sai"),
    "down": gettext_noop("ngừng phục vụ (503)"),
}
TABLES = """
CREATE TABLE IF NOT EXISTS ordered (
    code TEXT PRIMARY KEY, reference TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL, item TEXT NOT NULL,
    is_cancelled INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS paid (
    id INTEGER PRIMARY KEY, code TEXT NOT NULL, amount INTEGER NOT NULL, moment TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS played (one INTEGER PRIMARY KEY CHECK (one = 1), fault TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Order:
    code: str
    reference: str
    amount: int
    item: dict[str, Any]
    is_cancelled: bool


@dataclass(frozen=True)
class Paid:
    """A transaction; ``state`` is its TrangThai, ``moment`` fourteen digits."""

    number: int
    code: str
    amount: int
    moment: str
    state: str

    @property
    def transaction(self) -> str:
        return f"MAU{self.moment}{self.number:06d}"


def _path() -> Path:
    folder = Path(settings.DATA) / "twins" / "payment-platform"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder / "platform.sqlite"


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


def keep_order(code: str, reference: str, amount: int, item: dict[str, Any]) -> Order:
    """The order; one kept before with this code stays as it was."""
    text = json.dumps(item, ensure_ascii=False)
    with _base() as base:
        base.execute(
            "INSERT INTO ordered (code, reference, amount, item) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [code, reference, amount, text],
        )
    kept = order_by("code", code)
    assert kept is not None  # noqa: S101  (just kept)
    return kept


def order_by(column: str, value: str) -> Order | None:
    """By ``code`` or ``reference``."""
    if column not in ("code", "reference"):
        raise ValueError(column)
    with _base() as base:
        row = base.execute(
            f"SELECT code, reference, amount, item, is_cancelled FROM ordered WHERE {column} = ?",  # noqa: S608
            [value],
        ).fetchone()
    return Order(row[0], row[1], row[2], json.loads(row[3]), bool(row[4])) if row else None


def cancel(code: str) -> None:
    with _base() as base:
        base.execute("UPDATE ordered SET is_cancelled = 1 WHERE code = ?", [code])


def pay(code: str, amount: int, moment: str, state: str) -> Paid:
    """A new transaction of the order."""
    with _base() as base:
        made = base.execute(
            "INSERT INTO paid (code, amount, moment, state) VALUES (?, ?, ?, ?) RETURNING id",
            [code, amount, moment, state],
        ).fetchone()
    return Paid(made[0], code, amount, moment, state)


def paid_of(code: str, state: str) -> list[Paid]:
    return _paid("code = ? AND state = ?", [code, state])


def paid_on(day: str, state: str) -> list[Paid]:
    return _paid("substr(moment, 1, 8) = ? AND state = ?", [day, state])


def latest(limit: int) -> list[Paid]:
    return _paid("1 = 1", [])[-limit:][::-1]


def _paid(where: str, values: list[Any]) -> list[Paid]:
    with _base() as base:
        rows = base.execute(f"SELECT id, code, amount, moment, state FROM paid WHERE {where} ORDER BY id", values)  # noqa: S608
        return [Paid(*row) for row in rows.fetchall()]
