"""Telling people and seats of one event of a dossier."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.urls import reverse

from tinhso.base.actor import system_actor
from tinhso.base.moments import day_text, local_day
from tinhso.kernel.cases.models import Case, Opinion, Verdict
from tinhso.kernel.identity.queries import seat_of, unit_name
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.notices.actions import tell, tell_seat
from tinhso.kernel.notices.kinds import NoticeKind
from tinhso.modules.citizens.one_stop.models import Reminder
from tinhso.modules.citizens.one_stop.notices import citizens, staff
from tinhso.modules.citizens.one_stop.queries.told import (
    dossier_facts,
    holders_of,
    receivers_of,
    seats_with,
    step_title,
)

BY = system_actor("one_stop.notices")
PUSHED_WITHIN = timedelta(days=3)  # what is older rings nobody's phone; it can still be read
ONLINE = 2
ABOUT_OPINIONS = ("case.opinion_asked", "case.opinion_answered", "case.opinion_taken_back")
GIVING = ("case.handed_over", "case.step_finished", "case.sent_back", "case.assigned", "case.step_issued")


def tell_citizens(case: Case, entry: Entry, *, at: datetime) -> None:
    """The applicant and the owner, each once for the entry."""
    payload = json.loads(entry.payload)
    kind = citizen_kind(entry.event, payload)
    if kind is None:
        return
    known = {**dossier_facts(case, at), **_more(case, kind, payload)}
    facts = {name: value for name, value in known.items() if value is not None and name in kind.field_names}
    for person_id in receivers_of(case):
        tell(
            kind,
            person_id,
            facts,
            subject=case,
            key=f"{kind.code}:{entry.id}:{person_id}",
            path=reverse("one_stop:tracked", args=[case.number]),
            is_pushed=at - entry.at < PUSHED_WITHIN,
            by=BY,
            at=at,
        )


def citizen_kind(event: str, payload: dict[str, Any]) -> NoticeKind | None:
    """What the event tells citizens; None for what only concerns the office."""
    if event == "case.paused":
        return citizens.OF_PAUSE.get(payload.get("reason", ""))
    if event == "case.submitted" and payload.get("channel") != ONLINE:
        return None  # handed over the counter: the receipt follows at once
    return citizens.OF_EVENT.get(event)


def _more(case: Case, kind: NoticeKind, payload: dict[str, Any]) -> dict[str, object]:
    if kind is citizens.SUPPLEMENT_ASKED:
        request = case.supplements.filter(order=payload["order"]).first()
        return {"missing": [item["what"] for item in request.items] if request else None}
    if kind is citizens.EXTENDED:
        extension = case.extensions.filter(order=payload["order"]).first()
        return {"ground": extension.ground.rstrip(". ") if extension else None}
    if kind is citizens.REDATED:
        before = payload.get("due_before")
        return {"due_before": datetime.fromisoformat(before) if before else None}
    if kind in (citizens.PAYMENT_NEEDED, citizens.PAUSED):
        pause = case.pauses.filter(reason=payload["reason"]).order_by("-from_at").first()
        return {"ground": pause.ground.rstrip(". ") if pause else None}
    return {"ground": case.note.rstrip(". ") or None}


def tell_officials(case: Case, entry: Entry, *, at: datetime) -> None:
    """The seats the event brings something to."""
    if entry.event in GIVING:
        _tell_new_holder(case, entry, at)
    elif entry.event == "case.supplemented":
        facts = {name: value for name, value in dossier_facts(case, at).items() if name in staff.CAME_BACK.field_names}
        for seat_id in holders_of(case, local_day(at)):
            _tell(staff.CAME_BACK, seat_id, case, entry, facts, at)
    elif entry.event == "case.unmoved":
        _tell_of_standstill(case, entry, at)
    elif entry.event == "one_stop.reminded":
        _tell_of_reminder(case, entry, at)
    elif entry.event in ABOUT_OPINIONS:
        opinion = case.opinions.filter(order=json.loads(entry.payload)["order"]).first()
        if opinion is not None:
            _tell_of_opinion(case, entry, opinion, at)


def _tell_new_holder(case: Case, entry: Entry, at: datetime) -> None:
    """The seat that has it now, unless it took the dossier itself or somebody else has it since."""
    payload, seat_id = json.loads(entry.payload), case.step_seat_id
    is_past = payload.get("step", case.step) != case.step
    if entry.event == "case.assigned":
        is_past = payload.get("seat_id") != str(seat_id)
    if seat_id is None or seat_id == entry.seat_id or is_past:
        return
    facts = {"step": step_title(case), "sender": _post_of(entry.seat_id), "due_at": case.step_due_at or case.due_at}
    _tell(staff.GIVEN, seat_id, case, entry, facts, at)


def _tell_of_standstill(case: Case, entry: Entry, at: datetime) -> None:
    on = local_day(at)
    heads = [seat.id for seat in seats_with("cases.assign", case.step_unit_id, on)] if case.step_unit_id else []
    for seat_id in dict.fromkeys([*holders_of(case, on), *heads]):
        _tell(staff.UNMOVED, seat_id, case, entry, {"step": step_title(case), "due_at": case.due_at}, at)


def _tell_of_reminder(case: Case, entry: Entry, at: datetime) -> None:
    """Whom the leader reminded, or whoever may take the dossier where nobody holds it."""
    reminder = Reminder.objects.filter(case=case, made_at=entry.at, closed_at=None).order_by("id").last()
    if reminder is None:
        return
    facts = {
        "step": step_title(case),
        "sender": _post_of(reminder.from_seat_id),
        "due_on": day_text(reminder.due_on),
        "text": reminder.text,
    }
    to = [reminder.to_seat_id] if reminder.to_seat_id else holders_of(case, local_day(at))
    for seat_id in to:
        _tell(staff.REMINDED, seat_id, case, entry, facts, at)


def _tell_of_opinion(case: Case, entry: Entry, opinion: Opinion, at: datetime) -> None:
    on = local_day(at)
    if entry.event != "case.opinion_answered":
        asked = (
            [opinion.seat_id] if opinion.seat_id else [s.id for s in seats_with("cases.advise", opinion.unit_id, on)]
        )
        unit = unit_name(case.step_unit_id, on) if case.step_unit_id else ""
        for seat_id in asked:
            if entry.event == "case.opinion_taken_back":
                _tell(staff.OPINION_WITHDRAWN, seat_id, case, entry, {"unit": unit}, at)
            elif opinion.taken_back_at is None:
                _tell(staff.OPINION_ASKED, seat_id, case, entry, {"unit": unit, "due_at": opinion.due_at}, at)
    elif opinion.asked_by is not None:
        facts = {"unit": unit_name(opinion.unit_id, on), "verdict": str(Verdict(opinion.verdict).label)}
        _tell(staff.OPINION_ANSWERED, opinion.asked_by, case, entry, facts, at)


def _tell(kind: NoticeKind, seat_id: UUID, case: Case, entry: Entry, facts: Mapping[str, object], at: datetime) -> None:
    known = {"number": case.number, "title": case.title, **facts}
    tell_seat(
        kind,
        seat_id,
        {name: value for name, value in known.items() if value},
        subject=case,
        key=f"{kind.code}:{entry.id}:{seat_id}",
        path=reverse("one_stop:dossier", args=[case.number]),
        by=BY,
        at=at,
    )


def _post_of(seat_id: UUID | None) -> str:
    return seat_of(seat_id).post_title if seat_id else ""
