"""The twin's people, its fault and its rules: who may ask, what a question must carry, how often."""

import hmac
import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.utils.crypto import salted_hmac

from tinhso.base.messages import gettext_noop
from tinhso.connectors.population import wire

USERNAME, XROAD = "tinhso-mau", "VN/GOV/H36/tinhso"
WINDOW_MS, A_MINUTE = 300_000, 60
FAULTS = {
    "": gettext_noop("hoạt động bình thường"),
    "slow": gettext_noop("trả lời chậm quá thời hạn"),
    "down": gettext_noop("ngừng phục vụ (503)"),
    "refusing": gettext_noop("từ chối mọi câu hỏi"),
    "busy": gettext_noop("báo vượt hạn mức"),
    "garbled": gettext_noop("trả lời không đọc được"),
}
TABLES = """
CREATE TABLE IF NOT EXISTS citizen (number TEXT PRIMARY KEY, facts TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS asked (request TEXT PRIMARY KEY, at REAL NOT NULL, fields TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS played (one INTEGER PRIMARY KEY CHECK (one = 1), fault TEXT NOT NULL);
"""


def secret(name: str) -> str:
    """Shared with this installation, written nowhere."""
    return salted_hmac(f"tinhso.connectors.population.twin.{name}", settings.SECRET_KEY).hexdigest()


def secrets_of_partner() -> dict[str, str]:
    return {"username": USERNAME, "secret": secret("secret"), "api_key": secret("api_key")}


@contextmanager
def _base() -> Iterator[sqlite3.Connection]:
    folder = Path(settings.DATA) / "twins" / "population"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(folder / "people.sqlite", timeout=20, isolation_level=None)) as base:
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


def enter(number: str, full_name: str, birth_date: str, sex: str) -> None:
    """A made-up citizen."""
    facts = json.dumps({"full_name": full_name, "birth_date": birth_date, "sex": sex}, ensure_ascii=False)
    with _base() as base:
        base.execute(
            "INSERT INTO citizen VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET facts = excluded.facts",
            [number, facts],
        )


def questions() -> list[dict[str, str]]:
    """What was asked, oldest first."""
    with _base() as base:
        return [json.loads(row[0]) for row in base.execute("SELECT fields FROM asked ORDER BY rowid").fetchall()]


def is_let_in(url: str, headers: Mapping[str, str]) -> bool:
    """Whether key, client, moment and digest are right."""
    timestamp = headers.get("Timestamp", "")
    if not timestamp.isdecimal() or abs(time.time() * 1000 - int(timestamp)) > WINDOW_MS:
        return False
    wanted = wire.authorization(url, USERNAME, secret("secret"), timestamp)
    is_signed = hmac.compare_digest(headers.get("Authorization", "").encode(), wanted.encode())
    is_keyed = hmac.compare_digest(headers.get("ApiKey", "").encode(), secret("api_key").encode())
    return is_signed and is_keyed and headers.get("X-Road-Client", "") == XROAD


def answer(body: bytes) -> bytes:
    """The envelope of the answer, or of a fault."""
    try:
        asked = wire.fields_of(element := wire.body_of(body))
        if element.tag != f"{{{wire.BCA}}}{wire.OPERATION}":
            raise wire.WireFault("operation")
    except wire.WireFault as problem:
        return _fault("BAD_REQUEST", str(problem))
    missing = [name for name in wire.REQUIRED if not asked.get(name)]
    if missing or not (asked.get("SoDinhDanh") or asked.get("SoCMND")):
        return _fault("MISSING", ", ".join(missing) or "SoDinhDanh")
    if asked["HoVaTen"] != asked["HoVaTen"].upper() or asked["MaTichHop"] != wire.LOOK_UP:
        return _fault("WRONG", "HoVaTen, MaTichHop")
    problem_code = _noted(asked)
    return _fault(problem_code, "") if problem_code else _found(asked)


def _noted(asked: dict[str, str]) -> str:
    """Keeps the question; a code used before and too many in a minute are refused."""
    at = time.time()
    with _base() as base:
        if base.execute("SELECT 1 FROM asked WHERE request = ?", [asked["MaYeuCau"]]).fetchone():
            return "DUPLICATE"
        if base.execute("SELECT count(*) FROM asked WHERE at > ?", [at - 60]).fetchone()[0] >= A_MINUTE:
            return "RATE_LIMIT"
        kept = json.dumps(asked, ensure_ascii=False)
        base.execute("INSERT INTO asked VALUES (?, ?, ?)", [asked["MaYeuCau"], at, kept])
    return ""


def _found(asked: dict[str, str]) -> bytes:
    number = asked.get("SoDinhDanh", "")
    with _base() as base:
        row = base.execute("SELECT facts FROM citizen WHERE number = ?", [number]).fetchone()
    root = Element(f"{{{wire.BCA}}}{wire.OPERATION}Response")
    people = SubElement(SubElement(root, f"{{{wire.BCA}}}Body"), f"{{{wire.BCA}}}CongdanCollection")
    if row is not None:
        facts = json.loads(row[0])
        one = SubElement(people, f"{{{wire.BCA}}}CongDan")
        SubElement(one, f"{{{wire.BCA}}}SoDinhDanh").text = number
        SubElement(one, f"{{{wire.BCA}}}HoVaTen").text = facts["full_name"].upper()
        born = SubElement(one, f"{{{wire.BCA}}}NgayThangNamSinh")
        SubElement(born, f"{{{wire.BCA}}}NgayThangNam").text = facts["birth_date"].replace("-", "")
        SubElement(one, f"{{{wire.BCA}}}GioiTinh").text = {"male": "1", "female": "2"}.get(facts["sex"], "")
    return _enveloped(root)


def refusing() -> bytes:
    return _fault("NOT_ALLOWED", "Không chấp nhận câu hỏi")


def busy() -> bytes:
    return _fault("RATE_LIMIT", "")


def _fault(code: str, words: str) -> bytes:
    root = Element(f"{{{wire.SOAP}}}Fault")
    SubElement(root, "faultcode").text = f"soap:{code}"
    SubElement(root, "faultstring").text = words
    return _enveloped(root)


def _enveloped(inner: Element) -> bytes:
    envelope = Element(f"{{{wire.SOAP}}}Envelope")
    SubElement(envelope, f"{{{wire.SOAP}}}Body").append(inner)
    return bytes(tostring(envelope, encoding="utf-8", xml_declaration=True))
