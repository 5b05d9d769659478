"""Form 06 of a dossier and form 07 of a desk: what passed from hand to hand, and what was received in a time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q

from tinhso.base.actor import Actor
from tinhso.base.moments import LOCAL, day_text, local_day, long_moment_text, moment_text
from tinhso.kernel.cases.models import Case, HandOver
from tinhso.kernel.cases.queries import hand_over_note, visible_cases
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.documents.kinds import LIBRARY
from tinhso.kernel.documents.rules.qr import qr_svg
from tinhso.kernel.documents.rules.render import render
from tinhso.kernel.identity.queries import contact_of, person_card
from tinhso.kernel.organisations.queries import unit_near
from tinhso.modules.citizens.one_stop.queries.offices import place_name

METHODS = {"counter": "trực tiếp", "electronic": "bản điện tử", "post": "bưu chính"}
BASIS = "Mẫu số {form}, Phụ lục I Thông tư 03/2025/TT-VPCP (bố cục chưa đối chiếu)"


def control_sheet(case: Case, at: datetime) -> bytes:
    """Form 06 as of now: one block a hand-over. The QR leads to the dossier's public tracking page."""
    day = local_day(at)
    titles = {step.code: step.title for step in read_body(case.definition.body).steps}
    lines = case.hand_overs.select_related("from_seat__person", "to_seat__person").order_by("order")
    opinions = case.opinions.filter(taken_back_at=None).values_list("unit_id", flat=True)
    facts = {
        "sheet": "a4",
        "case_number": case.number,
        "place": place_name(case.receipt_unit_id, day),
        "request": case.title,
        "competent": unit_near(case.competent_unit_id, day).authority_name,
        "consulted": [unit_near(unit_id, day).name for unit_id in dict.fromkeys(opinions)],
        "due_at": long_moment_text(case.due_at) if case.due_at else "",
        "steps": [_step(line, titles) for line in lines],
    }
    return _printed("form-06", facts, case.receipt_unit_id, f"/tra-cuu/{case.number}", at)


def _step(line: HandOver, titles: Mapping[str, str]) -> dict[str, str]:
    unit = unit_near(line.to_unit_id, local_day(line.given_at)).name
    receiver = f"{line.to_seat.person.full_name}, {unit}" if line.to_seat else unit
    return {
        "from": line.from_seat.person.full_name if line.from_seat else "",
        "to": f"{receiver} – {titles.get(line.step, line.step)}",
        "at": moment_text(line.given_at),
        "due": moment_text(line.due_at) if line.due_at else "",
        "result": line.get_outcome_display().capitalize() if line.done_at else "Đang giải quyết",
        "note": hand_over_note(line),
    }


@dataclass(frozen=True)
class Period:
    """Days from the first to the last, both within."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), LOCAL)

    @property
    def end(self) -> datetime:
        return datetime.combine(self.last + timedelta(days=1), time(), LOCAL)


HEAD = (
    "STT", "Mã hồ sơ", "Tên thủ tục", "Số bộ", "Tên cá nhân, tổ chức", "Địa chỉ, điện thoại",
    "Cơ quan chủ trì giải quyết", "Ngày nhận", "Ngày hẹn trả", "Ngày có kết quả", "Ngày trả",
    "Phương thức nhận kết quả", "Ký nhận", "Ghi chú",
)  # fmt: skip


def book_rows(unit_id: UUID, period: Period, actor: Actor) -> Iterator[dict[str, Any]]:
    """The lines of form 07: what the desk received in the period, of what the actor may see; telephones masked."""
    here = Q(former_receipt_unit_id=unit_id) | Q(former_receipt_unit_id=None, receipt_unit_id=unit_id)
    received = visible_cases(actor).filter(here, received_at__gte=period.start, received_at__lt=period.end)
    names: dict[UUID, str] = {}
    rows = received.select_related("applicant", "definition").order_by("received_at", "number")
    for order, case in enumerate(rows.iterator(chunk_size=500), start=1):
        competent_id = case.first_competent_unit_id
        if competent_id not in names:
            names[competent_id] = unit_near(competent_id, period.last).authority_name
        yield _row(case, order, names[competent_id])


def _row(case: Case, order: int, competent: str) -> dict[str, Any]:
    contact = (contact_of(case.applicant).address, person_card(case.applicant_id).phone_masked)
    return {
        "order": order,
        "number": case.number,
        "title": case.title,
        "sets": 1,
        "who": case.applicant.full_name,
        "contact": ", ".join(part for part in contact if part),
        "competent": competent,
        "received": _day(case.received_at),
        "due": _day(case.due_at),
        "ready": _day(case.finished_at),
        "returned": _day(case.returned_at),
        "method": METHODS.get(case.result_method, case.result_method),
        "receiver": "",
        "note": case.note,
    }


def _day(moment: datetime | None) -> str:
    return day_text(local_day(moment)) if moment else ""


def follow_up_book(unit_id: UUID, period: Period, actor: Actor, at: datetime) -> bytes:
    """Form 07 as PDF/A, A4 across."""
    facts = {
        "sheet": "a4",
        "is_flipped": True,
        "place": place_name(unit_id, period.last),
        "desk": unit_near(unit_id, period.last).name,
        "from": day_text(period.first),
        "until": day_text(period.last),
        "rows": list(book_rows(unit_id, period, actor)),
        "made_at": moment_text(at),
    }
    return _printed("form-07", facts, unit_id, "/tra-cuu", at)


def _printed(form: str, facts: dict[str, Any], unit_id: UUID, path: str, at: datetime) -> bytes:
    """Printed for who asks, not kept and not signed."""
    day, url = local_day(at), f"{settings.PUBLIC_URL}{path}"
    unit = unit_near(unit_id, day)
    paper = {
        "issuer": unit.authority_name,
        "parent": unit_near(unit.parent_id, day).authority_name if unit.parent_id else "",
        "is_sample": settings.PROFILE == "sample",
        "legal_basis": BASIS.format(form=form.removeprefix("form-")),
        "check_url": url,
        "token_text": facts.get("case_number", ""),
        "day": day.day,
        "month": day.month,
        "year": day.year,
    }
    return render(LIBRARY / f"{form}.typ", facts | {"paper": paper}, assets={"qr.svg": qr_svg(url)})
