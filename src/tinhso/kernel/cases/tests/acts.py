"""Every act on one dossier: how somebody tries it, who may by the law of the room, where it may lead.

``entitled`` is written from docs/rooms/cases.md, not from the actions: what an action lets through must be in it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from tinhso.base.actor import Actor
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import read_body
from tinhso.kernel.cases.tests.crowd import Crowd
from tinhso.kernel.documents.models import Document, DocumentStatus

NAMES = ("Nguyễn Thị Mẫu", "Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Lê Văn Mẫu")


@dataclass(frozen=True)
class Try:
    """One attempt: who, on which dossier, when, with which chances."""

    case: Case
    by: Actor
    at: datetime
    rng: Random
    crowd: Crowd

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    def words(self) -> str:
        """A ground; now and then somebody forgets it."""
        return self.rng.choice(["", "  "]) if self.rng.random() < 0.1 else "Căn cứ điều 1"

    def items(self) -> list[Missing]:
        return [] if self.rng.random() < 0.1 else [Missing("paper:map", "Bản đồ mờ", "Điều 1")]

    def seat(self) -> Any:
        return None if self.rng.random() < 0.7 else self.rng.choice(self.crowd.seats)

    def one_of(self, rows: Any) -> Any:
        found = list(rows.order_by("pk"))
        return self.rng.choice(found) if found else None


@dataclass(frozen=True)
class Act:
    """``leads`` are the states it may end in (empty: it stays), ``grows`` what it adds to the version.

    ``run`` gives False where there is nothing to try it on.
    """

    run: Callable[[Try], object]
    entitled: Callable[[Case, Actor], bool]
    leads: frozenset[State] = frozenset()
    grows: int = 1


def holds(case: Case, by: Actor) -> bool:
    """Who holds the step: the seat it was given to, else whoever has its right in its unit."""
    return by.is_staff and by.may(case.step_right, case.step_unit_id) and case.step_seat_id in (None, by.seat_id)


def leads_step(case: Case, by: Actor) -> bool:
    return holds(case, by) or by.may("cases.assign", case.step_unit_id)


def applies(case: Case, by: Actor) -> bool:
    return by.is_citizen and by.person_id in (case.applicant_id, case.owner_id)


def at_desk(case: Case, by: Actor) -> bool:
    return by.may("cases.receive", case.receipt_unit_id)


def allows(case: Case, by: Actor) -> bool:
    return any(by.may("cases.allow_again", unit) for unit in (case.receipt_unit_id, case.step_unit_id))


def corrects(case: Case, by: Actor) -> bool:
    return any(by.may("cases.correct", unit) for unit in (case.receipt_unit_id, case.competent_unit_id))


def reads(case: Case, by: Actor) -> bool:
    asked = set(case.opinions.values_list("unit_id", flat=True))
    places = {case.receipt_unit_id, case.competent_unit_id, case.step_unit_id, *asked}
    return by.is_staff and any(by.may("cases.read", unit) for unit in places)


def may_with(right: str) -> Callable[[Case, Actor], bool]:
    return lambda case, by: by.may(right, case.competent_unit_id)


def attach(one: Try) -> object:
    body = read_body(one.case.definition.body)
    issued = one.rng.random() < 0.9
    document = Document.objects.create(
        kind="test_result", subject_kind="cases.case", subject_id=one.case.pk, title="x", facts_sealed=b"",
        unit_id=one.case.step_unit_id, status=DocumentStatus.ISSUED if issued else DocumentStatus.DRAFT,
        token=secrets.token_hex(8), created_at=one.at,
    )  # fmt: skip
    return actions.attach_result(one.case, document, code=body.result_of(body.step(one.case.step)).code, **one.who)


def answer(one: Try) -> object:
    if (opinion := one.one_of(one.case.opinions)) is None:
        return False
    verdict = one.rng.choice(["agree", "disagree", "other", "perhaps"])
    return actions.answer_opinion(opinion, verdict=verdict, text=one.words(), **one.who)


def take_back(one: Try) -> object:
    if (opinion := one.one_of(one.case.opinions)) is None:
        return False
    return actions.take_back_opinion(opinion, **one.who)


def remove_note(one: Try) -> object:
    if (note := one.one_of(one.case.notes)) is None:
        return False
    return actions.remove_note(note, **one.who)


def collect(one: Try) -> object:
    if (charge := one.one_of(one.case.charges)) is None:
        return False
    return actions.collect_charge(one.case, charge, method="cash", **one.who)


def pause(one: Try) -> object:
    return actions.pause_case(one.case, reason=one.rng.choice(["payment", "law"]), ground=one.words(), **one.who)


def give_back(one: Try) -> object:
    method = one.rng.choice(["counter", "post", "electronic"])
    return actions.return_result(one.case, to_name="x", method=method, parcel_code="VN1", **one.who)


def extend(one: Try) -> object:
    unit = one.rng.choice(["working_day", "day", "working_hour"])
    return actions.extend_case(one.case, one.rng.choice([0, 2, 5]), unit, ground=one.words(), **one.who)


def ask_opinion(one: Try) -> object:
    return actions.ask_opinion(one.case, one.words(), unit_id=one.rng.choice(one.crowd.units), **one.who)


def hand_on(one: Try) -> object:
    return actions.finish_step(one.case, to_seat_id=one.seat(), **one.who)


def add_paper(one: Try) -> object:
    code = one.rng.choice(["map", "letter"])
    return actions.add_paper(one.case, actions.PaperIn(code, "Bản đồ", pages=2), **one.who)


def correct(one: Try) -> object:
    return actions.correct_answers(one.case, {"name": one.rng.choice(NAMES)}, reason=one.words(), **one.who)


S = State
ACTS: dict[str, Act] = {
    "accept_case": Act(lambda t: actions.accept_case(t.case, **t.who), holds, frozenset({S.RECEIVED})),
    "decline_case": Act(
        lambda t: actions.decline_case(t.case, ground=t.words(), **t.who), holds, frozenset({S.NOT_RECEIVED})
    ),
    "ask_supplement": Act(
        lambda t: actions.ask_supplement(t.case, t.items(), **t.who), holds, frozenset({S.SUPPLEMENT})
    ),
    "propose_supplement": Act(
        lambda t: actions.propose_supplement(t.case, t.items(), reason=t.words(), **t.who), holds
    ),
    "allow_supplement": Act(lambda t: actions.allow_supplement(t.case, **t.who), allows, frozenset({S.SUPPLEMENT})),
    "refuse_supplement": Act(lambda t: actions.refuse_supplement(t.case, reason=t.words(), **t.who), allows),
    "take_supplement": Act(
        lambda t: actions.take_supplement(t.case, **t.who),
        lambda case, by: applies(case, by) or at_desk(case, by),
        frozenset({S.NEW, S.IN_PROGRESS}),
    ),
    "add_paper": Act(add_paper, lambda case, by: applies(case, by) or at_desk(case, by)),
    "hand_over": Act(
        lambda t: actions.hand_over(t.case, to_seat_id=t.seat(), **t.who), holds, frozenset({S.IN_PROGRESS})
    ),
    "finish_step": Act(hand_on, holds, frozenset({S.IN_PROGRESS})),
    "send_back": Act(
        lambda t: actions.send_back(t.case, note=t.words(), **t.who), holds, frozenset({S.IN_PROGRESS})
    ),
    "assign_case": Act(lambda t: actions.assign_case(t.case, to_seat_id=t.seat(), **t.who), leads_step),
    "pause_case": Act(pause, holds, frozenset({S.PAYMENT, S.RECEIVED, S.IN_PROGRESS})),
    "resume_case": Act(
        lambda t: actions.resume_case(t.case, **t.who), holds, frozenset({S.RECEIVED, S.IN_PROGRESS})
    ),
    "extend_case": Act(extend, may_with("cases.extend")),
    "redate_case": Act(
        lambda t: actions.redate_case(t.case, ground=t.words(), **t.who), may_with("cases.redate")
    ),
    "ask_opinion": Act(ask_opinion, leads_step),
    "answer_opinion": Act(
        answer, lambda case, by: any(by.may("cases.advise", o.unit_id) for o in case.opinions.all()), grows=0
    ),
    "take_back_opinion": Act(
        take_back,
        lambda case, by: by.is_staff
        and (by.may("cases.assign", case.step_unit_id) or case.opinions.filter(asked_by=by.seat_id).exists()),
        grows=0,
    ),
    "note_on": Act(lambda t: actions.note_on(t.case, t.words(), **t.who), reads, grows=0),
    "remove_note": Act(
        remove_note, lambda case, by: by.is_staff and case.notes.filter(seat_id=by.seat_id).exists(), grows=0
    ),
    "correct_answers": Act(correct, corrects),
    "collect_charge": Act(collect, lambda case, by: by.may("cases.collect", case.receipt_unit_id)),
    "attach_result": Act(attach, holds, frozenset({S.RESULT_READY, S.IN_PROGRESS})),
    "return_result": Act(give_back, holds, frozenset({S.RETURNED})),
    "stop_case": Act(
        lambda t: actions.stop_case(t.case, ground=t.words(), **t.who), holds, frozenset({S.STOPPED})
    ),
    "withdraw_case": Act(
        lambda t: actions.withdraw_case(t.case, ground=t.words(), **t.who),
        lambda case, by: applies(case, by) or at_desk(case, by),
        frozenset({S.WITHDRAWN}),
    ),
}  # fmt: skip
