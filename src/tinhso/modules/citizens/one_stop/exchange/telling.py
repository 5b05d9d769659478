"""What this module brings to exchange: dossiers and their progress, told to the national portal.

The bodies are neutral (docs/modules/one_stop.md); the connector puts them into the portal's words.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.messages import gettext_noop
from tinhso.base.moments import local_day
from tinhso.kernel.cases.models import Case, State, Supplement
from tinhso.kernel.cases.rules.definition import StepKind, read_body
from tinhso.kernel.exchange.actions import NewMessage, queue_messages
from tinhso.kernel.exchange.kinds import name_messages
from tinhso.kernel.exchange.models import LookUpState, Partner
from tinhso.kernel.exchange.queries import look_ups_of, partners_of
from tinhso.kernel.identity.models import Seat
from tinhso.kernel.identity.queries import contact_of, number_of
from tinhso.kernel.law.queries import RulesMissing, rules_in_force
from tinhso.kernel.ledger.actions import SubjectRef
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.queries import units_on
from tinhso.modules.citizens.one_stop.law import STATES
from tinhso.modules.citizens.one_stop.models import PortalPayment, PortalPaymentState
from tinhso.modules.citizens.one_stop.queries.catalogue import versions_on
from tinhso.modules.citizens.one_stop.queries.portal_inbox import partner_of
from tinhso.modules.citizens.one_stop.rules.portal import ENDED_AT, FACTS, STEPS, states_after

PORTAL = "national_portal"  # the driver the portal's partners use
DOSSIER, PROGRESS = "dossier", "dossier_progress"
CASE = "cases.case"
name_messages(
    "one_stop", {DOSSIER: gettext_noop("Thông tin hồ sơ"), PROGRESS: gettext_noop("Tiến độ giải quyết hồ sơ")}
)
RETURNED = {
    "counter": "Trả tại bộ phận một cửa",
    "post": "Trả qua bưu chính công ích",
    "electronic": "Trả bản điện tử",
    "": "",
}
CITIZEN, BUSINESS = 1, 2  # LoaiDoiTuong
NATIONAL_PORTAL, LOCAL_PORTAL = 1, 2  # NoiNopHoSo: filed there, or with us
PAID_THERE, PAID_HERE = 1, 2  # DuocThanhToanTrucTuyen


def portals() -> list[Partner]:
    """The national portals this installation is set up for: one, or none."""
    return partners_of(PORTAL)


def tell_portals(entries: Sequence[Entry], *, by: Actor, at: datetime) -> int:
    """Queues what the entries mean for each portal, in their order; gives how many messages.

    Call it in the transaction that moves the feed's cursor: then each entry is told exactly once.
    """
    about = [
        entry for entry in entries if entry.subject_kind == CASE and (entry.event in FACTS or entry.event in STEPS)
    ]
    if not about:
        return 0
    opened = [(portal, str(portal.settings.get("since", ""))) for portal in portals()]
    earliest = min((since for _portal, since in opened), default="9999")
    cases = {pk: case for pk, case in _cases({one.subject_id for one in about}).items() if _day(case) >= earliest}
    states = {case_id: _states(case) for case_id, case in cases.items()}
    queued = 0
    for portal, since in opened:
        told = [
            message
            for entry in about
            if (case := cases.get(entry.subject_id)) and _day(case) >= since
            for message in messages_of(entry, case, states[case.pk].get(entry.id, case.state))
        ]
        queued += queue_messages(portal.code, told, by=by, at=at)
    return queued


def _day(case: Case) -> str:
    return local_day(case.submitted_at).isoformat()


def _cases(ids: set[UUID]) -> dict[UUID, Case]:
    joined = ("definition", "applicant", "owner", "owner_business")
    return {case.pk: case for case in Case.objects.filter(pk__in=ids).select_related(*joined)}


def _states(case: Case) -> dict[UUID, int]:
    issues = sum(step.kind is StepKind.ISSUE for step in read_body(case.definition.body).steps)
    walked = [(entry.id, entry.event, json.loads(entry.payload)) for entry in entries_of(case)]
    return states_after(walked, issues)


def messages_of(entry: Entry, case: Case, state: int) -> Iterator[NewMessage]:
    """The dossier as it stands, a line of progress, or both."""
    subject = SubjectRef(CASE, case.pk)
    if entry.event == "case.paper_added" and entry.actor_kind == ActorKind.SYSTEM:
        return  # a file that was fetched from the portal is no news to it
    if entry.event in FACTS:
        yield NewMessage(DOSSIER, dossier_body(case, entry, state), case.number, str(entry.id), subject)
    if entry.event in STEPS:
        yield NewMessage(PROGRESS, progress_body(case, entry, state), case.number, f"{entry.id}/progress", subject)


def dossier_body(case: Case, entry: Entry, state: int) -> dict[str, Any]:
    """Everything the portal keeps of a dossier, as known after the entry; moments are ISO texts."""
    version = versions_on(local_day(case.submitted_at)).filter(procedure__code=case.definition.code).first()
    unit = units_on([case.competent_unit_id], local_day(entry.at)).get(case.competent_unit_id)
    is_ended = state in (State.RESULT_READY, State.RETURNED) or entry.event in ENDED_AT
    is_returned = state == State.RETURNED
    is_known_due = state in (State.RECEIVED, State.IN_PROGRESS, State.RESULT_READY, State.RETURNED)
    return {
        "is_update": entry.event != "case.submitted",
        "number": case.number,
        "procedure_code": case.definition.code,
        "procedure_title": version.name if version else case.definition.title,
        "sector": version.sector if version else "",
        "channel": case.channel,
        **_owner(case),
        "title": case.title,
        "submitted_at": case.submitted_at.isoformat(),
        "received_at": (case.received_at or case.submitted_at).isoformat(),
        "due_at": _iso(case.due_at) if is_known_due else "",
        "state": state,
        "state_word": _state_word(state, entry),
        "other": json.dumps({"TruongHop": case.variant}, ensure_ascii=False),
        "finished_at": (_iso(case.finished_at) or entry.at.isoformat()) if is_ended else "",
        "returned_at": _iso(case.returned_at) if is_returned else "",
        "returned_how": RETURNED[case.results.values_list("method", flat=True).first() or ""] if is_returned else "",
        "return_method": 1 if case.result_method == "post" else 0,
        "declined_at": entry.at.isoformat() if entry.event == "case.declined" else "",
        "unit": unit.authority_name if unit else "",
        "note": case.note if entry.event in ENDED_AT else "",
        "databases": _databases(case),
        "filed_at": NATIONAL_PORTAL if partner_of(case.pk) else LOCAL_PORTAL,
        "is_vneid": case.applicant.source == "vneid",
        "paid_online": _paid_online(case),
        **_lists(case, entry, is_with_results=state in (State.RESULT_READY, State.RETURNED)),
    }


def _databases(case: Case) -> list[str]:
    """The services that answered about this dossier (DSKetNoiCSDL)."""
    return sorted({row.service for row in look_ups_of(case) if row.state == LookUpState.ANSWERED})


def _paid_online(case: Case) -> int:
    if PortalPayment.objects.filter(case=case, state=PortalPaymentState.SETTLED).exists():
        return PAID_THERE
    return PAID_HERE if case.charges.filter(method="online").exists() else 0


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _owner(case: Case) -> dict[str, Any]:
    """Chủ hồ sơ: the person or the organisation the dossier is about, with how to reach the applicant."""
    contact = contact_of(case.applicant)
    reach = {"phone": contact.phone, "email": contact.email}
    if case.owner_business is not None:
        business = case.owner_business
        ids = [{"kind": "MST", "number": business.tax_code}]
        facts = {"owner_number": business.tax_code, "owner_name": business.name, "owner_kind": BUSINESS}
        return {**facts, "owner_ids": ids, **reach}
    person = case.owner or case.applicant
    number = number_of(person)
    ids = [{"kind": "CCCD", "number": number}] if number else []
    return {"owner_number": number, "owner_name": person.full_name, "owner_kind": CITIZEN, "owner_ids": ids, **reach}


def _lists(case: Case, entry: Entry, *, is_with_results: bool) -> dict[str, Any]:
    papers = list(case.papers.filter(received_at__lte=entry.at).select_related("file_reference").order_by("id"))
    files = [paper for paper in papers if paper.file_reference is not None]
    return {
        "is_digitised": bool(files),
        "files": [
            {
                "id": str(paper.file_reference.pk),
                "name": paper.title,
                "paper_code": paper.code,
                "url": _address("files:download", paper.file_reference.pk),
                "is_digitised": True,
            }
            for paper in files
            if paper.file_reference is not None
        ],
        "papers": [{"title": paper.title, "quantity": paper.quantity, "form": paper.form} for paper in papers],
        "charges": [
            {"code": charge.code, "title": charge.title, "amount": charge.amount}
            for charge in case.charges.order_by("id")
        ],
        "supplements": [
            _supplement(case, one, entry) for one in case.supplements.filter(asked_at__lte=entry.at).order_by("order")
        ],
        "results": [
            {
                "id": str(result.pk),
                "code": result.code,
                "title": result.title,
                "url": _address("documents:check", result.document.token),
            }
            for result in case.results.select_related("document").order_by("id")
        ]
        if is_with_results
        else [],
    }


def _supplement(case: Case, one: Supplement, entry: Entry) -> dict[str, Any]:
    told = [str(item.get("what", "")) for item in one.items]
    is_taken = one.taken_at is not None and one.taken_at <= entry.at
    return {
        "id": str(one.pk),
        "asked_by": _name_of(one.asked_by),
        "what": "; ".join(told),
        "asked_at": _iso(one.asked_at),
        "taken_at": _iso(one.taken_at) if is_taken else "",
        "is_taken": is_taken,
        "papers": told,
        "due_before": _due_before(case, one),
        "due_after": _iso(case.due_at) if is_taken else "",
    }


def _name_of(seat_id: UUID | None) -> str:
    seat = Seat.objects.select_related("person").filter(pk=seat_id).first() if seat_id else None
    return seat.person.full_name if seat else ""


def _due_before(case: Case, one: Supplement) -> str:
    """What was promised last before the request."""
    told = [
        json.loads(entry.payload).get("due_at")
        for entry in entries_of(case)
        if one.asked_at and entry.at < one.asked_at
    ]
    return next((str(due) for due in reversed(told) if due), "")


def _state_word(state: int, entry: Entry) -> str:
    """The new portal's word for the state; empty where no rule set says."""
    try:
        return str(rules_in_force(STATES, local_day(entry.at)).tables["out"].get(str(state), ""))
    except RulesMissing:
        return ""


def _address(name: str, key: object) -> str:
    return f"{settings.PUBLIC_URL}{reverse(name, args=[key])}"


def progress_body(case: Case, entry: Entry, state: int) -> dict[str, Any]:
    """One step of the way: what was done, by whom, where, until when it has to be done."""
    seat = Seat.objects.select_related("person", "post").filter(pk=entry.seat_id).first() if entry.seat_id else None
    unit = units_on([entry.unit_id], local_day(entry.at)).get(entry.unit_id) if entry.unit_id else None
    return {
        "number": case.number,
        "handler": seat.person.full_name if seat else "",
        "post": seat.post.title if seat else "",
        "at": entry.at.isoformat(),
        "unit": unit.name if unit else "",
        "what": STEPS[entry.event],
        "state": state,
        "state_word": _state_word(state, entry),
        "from_at": _iso(case.received_at),
        "due_at": _iso(case.due_at),
    }
