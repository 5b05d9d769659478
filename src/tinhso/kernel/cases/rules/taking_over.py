"""An open dossier of a former system: its fields read, and what does not add up, row by row.

The format is docs/formats/open-dossiers.md. Nothing here knows the database or the clock.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tinhso.base.moments import LOCAL
from tinhso.kernel.cases.models import Channel, State

ERROR, WARNING = "error", "warning"
CHANNELS = {"counter": Channel.COUNTER, "online": Channel.ONLINE, "post": Channel.POST}
RUNNING = (State.RECEIVED, State.IN_PROGRESS, State.PAYMENT)
WAITING = (State.SUPPLEMENT, State.PAYMENT)
ENDED_WITHOUT = (State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED)
_KNOWN = {
    "number", "procedure", "variant", "channel", "state", "step", "submitted_at", "received_at", "due_at",
    "finished_at", "returned_at", "reason", "applicant", "receipt", "competent", "holder", "pauses", "papers",
    "charges", "history", "answers",
}  # fmt: skip
_DAY_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2}))?")


@dataclass(frozen=True)
class Finding:
    """What is to be said of a field: an error keeps the dossier out, a warning does not."""

    column: str
    message: str
    suggestion: str = ""
    level: str = ERROR


@dataclass(frozen=True)
class Applicant:
    name: str
    number: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True)
class FormerPause:
    reason: str  # supplement, payment, law
    ground: str
    from_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True)
class FormerPaper:
    """``file`` is the name of a file that came beside the list; empty for paper in a folder."""

    code: str
    title: str
    form: str = "copy"
    quantity: int = 1
    pages: int | None = None
    file: str = ""


@dataclass(frozen=True)
class FormerCharge:
    code: str
    title: str
    amount: int
    paid_at: datetime | None = None


@dataclass(frozen=True)
class FormerCase:
    """One dossier as the former system kept it."""

    number: str
    procedure: str
    state: State
    channel: Channel
    submitted_at: datetime
    applicant: Applicant
    receipt: str  # QĐ 20 code of the desk
    variant: str = ""
    step: str = ""
    competent: str = ""
    holder: str = ""  # the holder's login here
    received_at: datetime | None = None
    due_at: datetime | None = None
    finished_at: datetime | None = None
    returned_at: datetime | None = None
    reason: str = ""
    pauses: tuple[FormerPause, ...] = ()
    papers: tuple[FormerPaper, ...] = ()
    charges: tuple[FormerCharge, ...] = ()
    history: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)


class _Reader:
    """Takes fields out of a row and notes what cannot be read."""

    def __init__(self, row: Mapping[str, Any], place: str = "") -> None:
        self.row, self.place, self.findings = row, place, list[Finding]()

    def fault(self, name: str, message: str, suggestion: str = "", level: str = ERROR) -> None:
        self.findings.append(Finding(f"{self.place}{name}", message, suggestion, level))

    def text(self, name: str, *, is_needed: bool = False, most: int = 600) -> str:
        value = self.row.get(name)
        if value is not None and not isinstance(value, str | int):
            self.fault(name, "phải là chữ")
            return ""
        text = "" if value is None else str(value).strip()
        if is_needed and not text:
            self.fault(name, "còn trống", "Ghi giá trị của hệ thống cũ.")
        if len(text) > most or "\x00" in text:
            self.fault(name, f"dài quá {most} ký tự hoặc có ký tự lạ")
            return ""
        return text

    def moment(self, name: str, *, is_needed: bool = False) -> datetime | None:
        text = self.text(name, is_needed=is_needed, most=40)
        found = read_moment(text)
        if text and found is None:
            self.fault(name, f"“{text}” không phải thời điểm", "Ghi như 2026-11-23T08:30 hoặc 23/11/2026 08:30.")
        return found

    def number(self, name: str, least: int, most: int, default: int | None) -> int | None:
        text = self.text(name, most=20)
        if not text:
            return default
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            self.fault(name, f"phải là số từ {least} đến {most}")
            return default
        return int(text)

    def rows(self, name: str) -> list["_Reader"]:
        value = self.row.get(name) or []
        if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value) or len(value) > 500:
            self.fault(name, "phải là danh sách các dòng (nhiều nhất 500)")
            return []
        return [_Reader(each, f"{name}.{order}.") for order, each in enumerate(value, start=1)]


def read_moment(text: str) -> datetime | None:
    """ISO 8601 or dd/mm/yyyy hh:mm, on the province's clock unless it names a zone."""
    if found := _DAY_FIRST.fullmatch(text):
        day, month, year, hour, minute = (int(part or 0) for part in found.groups())
        text = f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=LOCAL)


def read_case(row: Mapping[str, Any]) -> tuple[FormerCase | None, list[Finding]]:
    """The dossier of a row with what is to be said of its fields; None when an error keeps it out."""
    reader = _Reader(row)
    for name in sorted(set(row) - _KNOWN):
        reader.fault(name[:60], "cột lạ, không dùng đến", level=WARNING)
    state = reader.number("state", 1, 10, None)
    if state is None:
        reader.fault("state", "thiếu trạng thái 1–10")
    channel = CHANNELS.get(reader.text("channel").lower() or "counter")
    if channel is None:
        reader.fault("channel", "không có kênh này", "Ghi counter, online hoặc post.")
    submitted = reader.moment("submitted_at", is_needed=True)
    nested = _nested(reader)
    plain = _plain(reader)
    if not reader.findings or all(finding.level == WARNING for finding in reader.findings):
        assert state is not None and channel is not None and submitted is not None  # noqa: S101  (read without fault)
        case = FormerCase(state=State(state), channel=channel, submitted_at=submitted, **plain, **nested)
        faults = [*reader.findings, *doubts_of(case)]
        return (case if all(fault.level == WARNING for fault in faults) else None), faults
    return None, reader.findings


def _plain(reader: _Reader) -> dict[str, Any]:
    return {
        "number": reader.text("number", is_needed=True, most=60),
        "procedure": reader.text("procedure", is_needed=True, most=60),
        "variant": reader.text("variant", most=60),
        "step": reader.text("step", most=60),
        "receipt": reader.text("receipt", is_needed=True, most=35),
        "competent": reader.text("competent", most=35),
        "holder": reader.text("holder", most=150),
        "reason": reader.text("reason", most=4000),
        "received_at": reader.moment("received_at"),
        "due_at": reader.moment("due_at"),
        "finished_at": reader.moment("finished_at"),
        "returned_at": reader.moment("returned_at"),
    }


def _nested(reader: _Reader) -> dict[str, Any]:
    applicant = reader.row.get("applicant")
    answers = reader.row.get("answers") or {}
    if not isinstance(applicant, Mapping):
        reader.fault("applicant", "thiếu người nộp", "Ghi applicant: {name, number, phone, address}.")
        applicant = {}
    if not isinstance(answers, Mapping):
        reader.fault("answers", "phải là các cặp tên câu hỏi và câu trả lời")
        answers = {}
    readers = {name: reader.rows(name) for name in ("pauses", "papers", "charges", "history")}
    person = _Reader(applicant, "applicant.")
    found = {
        "applicant": Applicant(
            name=person.text("name", is_needed=True, most=200),
            number=person.text("number", most=20),
            phone=person.text("phone", most=20),
            address=person.text("address"),
        ),
        "pauses": tuple(filter(None, map(_pause, readers["pauses"]))),
        "papers": tuple(map(_paper, readers["papers"])),
        "charges": tuple(map(_charge, readers["charges"])),
        "history": tuple(f"{line.text('at', most=40)} {line.text('text', most=1000)}" for line in readers["history"]),
        "answers": answers,
    }
    for inner in (person, *(one for rows in readers.values() for one in rows)):
        reader.findings += inner.findings
    return found


def _pause(reader: _Reader) -> FormerPause | None:
    reason, since = reader.text("reason") or "law", reader.moment("from_at", is_needed=True)
    if reason not in ("supplement", "payment", "law"):
        reader.fault("reason", "phải là supplement, payment hoặc law")
    if since is None:
        return None
    return FormerPause(reason, reader.text("ground", most=4000), since, reader.moment("until_at"))


def _paper(reader: _Reader) -> FormerPaper:
    return FormerPaper(
        code=reader.text("code", is_needed=True, most=60),
        title=reader.text("title", most=400) or reader.text("code", most=60),
        form=reader.text("form", most=12) or "copy",
        quantity=reader.number("quantity", 1, 1000, 1) or 1,
        pages=reader.number("pages", 1, 100_000, None),
        file=reader.text("file", most=200),
    )


def _charge(reader: _Reader) -> FormerCharge:
    return FormerCharge(
        code=reader.text("code", is_needed=True, most=60),
        title=reader.text("title", most=300) or reader.text("code", most=60),
        amount=reader.number("amount", 0, 10**12, 0) or 0,
        paid_at=reader.moment("paid_at"),
    )


def doubts_of(case: FormerCase) -> list[Finding]:
    """What cannot be true of a dossier in that state, and of its moments."""
    state, label = case.state, str(case.state.label)
    found = []
    if state in (*RUNNING, State.RESULT_READY, State.RETURNED) and case.received_at is None:
        found.append(Finding("received_at", f"hồ sơ “{label}” phải có lúc tiếp nhận"))
    if state in (State.NEW, State.NOT_RECEIVED) and case.received_at is not None:
        found.append(Finding("state", f"hồ sơ đã tiếp nhận thì không còn ở “{label}”", "Xem lại trạng thái."))
    if case.received_at is not None and state in (*RUNNING, State.SUPPLEMENT) and case.due_at is None:
        found.append(Finding("due_at", "hồ sơ đang giải quyết phải có hạn đã hẹn"))
    if state is State.RETURNED and case.returned_at is None:
        found.append(Finding("returned_at", "hồ sơ đã trả phải có lúc trả kết quả"))
    if state in ENDED_WITHOUT and not case.reason:
        found.append(Finding("reason", f"hồ sơ “{label}” phải có lý do"))
    open_pauses = [pause for pause in case.pauses if pause.until_at is None]
    if len(open_pauses) > 1 or (open_pauses and state not in (*WAITING, State.RECEIVED, State.IN_PROGRESS)):
        found.append(Finding("pauses", "chỉ một lần tạm dừng được còn mở, và chỉ khi hồ sơ đang giải quyết"))
    if state in WAITING and case.received_at is not None and not open_pauses:
        found.append(
            Finding("pauses", f"hồ sơ “{label}” phải có lần tạm dừng còn mở", "Ghi from_at, bỏ trống until_at.")
        )
    return found + _disorder(case)


def _disorder(case: FormerCase) -> list[Finding]:
    """Moments that go backwards."""
    chain = [("submitted_at", case.submitted_at), ("received_at", case.received_at)]
    chain += [("finished_at", case.finished_at), ("returned_at", case.returned_at)]
    told = [(name, moment) for name, moment in chain if moment is not None]
    found = [
        Finding(later, f"sớm hơn {earlier}", "Kiểm tra lại hai thời điểm.")
        for (earlier, before), (later, after) in zip(told, told[1:], strict=False)
        if after < before
    ]
    if case.due_at and case.received_at and case.due_at < case.received_at:
        found.append(Finding("due_at", "sớm hơn received_at", "Kiểm tra lại hai thời điểm."))
    for order, pause in enumerate(case.pauses, start=1):
        if pause.until_at is not None and pause.until_at < pause.from_at:
            found.append(Finding(f"pauses.{order}.until_at", "sớm hơn from_at"))
        if case.received_at is None or pause.from_at < case.received_at:
            found.append(Finding(f"pauses.{order}.from_at", "sớm hơn lúc tiếp nhận"))
    return found


def not_yet(case: FormerCase, at: datetime) -> Sequence[Finding]:
    """Moments that have not come yet cannot have happened."""
    happened = {
        "submitted_at": case.submitted_at,
        "received_at": case.received_at,
        "finished_at": case.finished_at,
        "returned_at": case.returned_at,
    }
    return [Finding(name, "chưa tới thời điểm này") for name, moment in happened.items() if moment and moment > at]
