"""Dossiers in several states, each led through the real actions at moments of a simulated clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from random import Random

from django.db import transaction

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.ids import new_id
from tinhso.base.moments import LOCAL, local_day
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.calendar.queries import calendar_by_code
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, Channel
from tinhso.kernel.cases.queries import definition_in_force
from tinhso.kernel.cases.rules.definition import Body, read_body
from tinhso.kernel.documents.rules.render import render
from tinhso.kernel.files.actions import move_holder, take_in
from tinhso.kernel.forms.actions import submit_answers
from tinhso.kernel.forms.queries import form_in_force
from tinhso.kernel.identity.actions import sign_in_citizen
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.one_stop.actions.filing import case_title
from tinhso.modules.citizens.one_stop.actions.intake import Applicant, Intake, receive_at_counter
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.actions.results import (
    draft_result,
    issue_result,
    sign_result,
    submit_for_signature,
)
from tinhso.modules.citizens.one_stop.files import CASE_FILES
from tinhso.modules.citizens.one_stop.queries.offices import competent_unit
from tinhso.modules.citizens.one_stop.rules.roles import CLERK, HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.answers import ANSWERS
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic
from tinhso.modules.citizens.one_stop.sample.people import MAIN, Office

SCAN = Path(__file__).resolve().parent.parent / "templates" / "one_stop" / "typst" / "sample-paper.typ"
# procedure, variant, office, working days ago, online, how far it came
STORIES = (
    ("1.001193", "standard", MAIN, 0, True, "new"),
    ("1.001193", "standard", MAIN, 0, True, "new"),
    ("1.001193", "standard", MAIN, 1, False, "in_progress"),
    ("1.001193", "standard", MAIN, 1, True, "waiting_signature"),
    ("1.001193", "standard", MAIN, 2, False, "ready"),
    ("1.001193", "standard", MAIN, 4, True, "returned"),
    ("1.001193", "standard", MAIN, 5, False, "in_progress"),
    ("1.001193", "standard", MAIN, 3, True, "supplement"),
    ("1.001193", "standard", MAIN, 3, True, "declined"),
    ("2.000815", "standard", MAIN, 0, False, "accepted"),
    ("2.000815", "standard", MAIN, 1, False, "returned"),
    ("2.000815", "standard", MAIN, 2, False, "returned"),
    ("1.012784", "standard", "land", 6, False, "in_progress"),
    ("1.012784", "remote", "land", 8, True, "in_progress"),
    ("1.012784", "standard", "land", 1, True, "new"),
    ("1.012784", "standard", "land", 9, False, "waiting_signature"),
    ("1.001193", "standard", "22945", 1, False, "accepted"),
    ("1.001193", "standard", "22945", 2, True, "new"),
    ("1.001193", "standard", "24958", 3, False, "in_progress"),
    ("2.000815", "standard", "24958", 1, False, "returned"),
    ("1.001193", "standard", "23272", 5, True, "withdrawn"),
)
STAGES = ("accepted", "in_progress", "waiting_signature", "waiting_issue", "ready", "returned")


@dataclass
class Teller:
    """Leads one dossier: who acts, and a clock that moves on by working-day minutes but never past the present."""

    office: Office
    moment: datetime
    end: datetime

    def next(self, minutes: int = 25) -> datetime:
        self.moment = min(self.moment + timedelta(minutes=minutes), self.end)
        return self.moment

    def actor(self, role: str) -> Actor:
        seat = self.office.seats[role]
        return staff_actor(declared_roles.get(role).rights, seat.unit_id, seat_id=seat.pk, person_id=seat.person_id)


@transaction.atomic
def make_dossiers(offices: Sequence[Office], *, at: datetime) -> int:
    """All the stories; gives their number. The same seed gives the same people."""
    rng, by_key = Random(2026), {office.key: office for office in offices}
    for code, variant, key, days_ago, is_online, stage in STORIES:
        teller = Teller(by_key[key], _morning(at, days_ago, rng), at)
        case = _filed(code, variant, teller, rng) if is_online else _brought(code, variant, teller, rng)
        _lead(case, stage, teller)
    return len(STORIES)


def _morning(at: datetime, days_ago: int, rng: Random) -> datetime:
    """Some time in the morning of the working date so many working dates ago (today's before the present)."""
    calendar, day = calendar_by_code("standard"), local_day(at)
    while not calendar.hours_of(day.toordinal()):
        day -= timedelta(days=1)
    for _ in range(days_ago):
        day -= timedelta(days=1)
        while not calendar.hours_of(day.toordinal()):
            day -= timedelta(days=1)
    moment = datetime.combine(day, time(7, 5), LOCAL) + timedelta(minutes=rng.randrange(150))
    return min(moment, at - timedelta(minutes=30))


def _brought(code: str, variant: str, teller: Teller, rng: Random) -> Case:
    """Left at the counter, accepted at once."""
    who, on = synthetic(rng), local_day(teller.moment)
    definition = definition_in_force(code, on)
    applicant = Applicant(who.full_name, who.number, who.birth_date, who.sex, who.phone)
    intake = Intake(
        definition=definition,
        variant=variant,
        applicant=applicant,
        answers=ANSWERS[code](who, on, rng),
        papers=_on_paper(read_body(definition.body), variant),
        receipt_id=teller.office.desk_id,
        key=str(new_id()),
        is_sample=True,
    )
    case = receive_at_counter(intake, by=teller.actor(RECEIVER), at=teller.moment)
    make_receipt(case, at=teller.moment)
    return case


def _on_paper(body: Body, variant: str) -> list[actions.PaperIn]:
    return [
        actions.PaperIn(paper.code, paper.title, form="original")
        for paper in body.papers_for(variant)
        if paper.is_required
    ]


def _filed(code: str, variant: str, teller: Teller, rng: Random) -> Case:
    """Filed online by a citizen, with a scan of each required paper."""
    who, on, at = synthetic(rng), local_day(teller.moment), teller.moment
    definition = definition_in_force(code, on)
    body, by = read_body(definition.body), _citizen(who, at)
    submission = submit_answers(form_in_force(definition.form_code, on), ANSWERS[code](who, on, rng), by=by, at=at)
    papers = [_scan(need.code, need.title, by, at) for need in body.papers_for(variant) if need.is_required]
    assert by.person_id is not None  # noqa: S101  (a citizen)
    case = actions.open_case(
        definition,
        variant,
        submission,
        parties=actions.Parties(applicant_id=by.person_id),
        offices=actions.Offices(teller.office.desk_id, competent_unit(body, teller.office.desk_id, on)),
        channel=Channel.ONLINE,
        title=case_title(definition, body, variant),
        papers=papers,
        is_sample=True,
        by=by,
        at=at,
    )
    for paper in papers:
        if paper.file_reference is not None:
            move_holder(paper.file_reference.pk, CASE_FILES.code, case.pk)
    return case


def _citizen(who: Synthetic, at: datetime) -> Actor:
    claims = CitizenClaims(
        issuer="sample",
        subject=who.number,
        full_name=who.full_name,
        number=who.number,
        birth_date=who.birth_date,
        sex=who.sex,
        phone=who.phone,
    )
    return actor_of_account(sign_in_citizen(claims, method="sample", at=at), at)


def _scan(code: str, title: str, by: Actor, at: datetime) -> actions.PaperIn:
    pdf = render(SCAN, {"title": title, "paper": {"is_sample": True}})
    reference = take_in(
        BytesIO(pdf), f"{code}.pdf", holder_kind=CASE_FILES.code, holder_id=new_id(), purpose=code, by=by, at=at
    )
    return actions.PaperIn(code, title, form="electronic", pages=reference.file.pages, file_reference=reference)


def _lead(case: Case, stage: str, teller: Teller) -> None:
    """Takes the dossier as far as its story goes."""
    if stage in ("declined", "supplement", "withdrawn"):
        _turn_aside(case, stage, teller)
    elif stage in STAGES:
        _go_through(case, STAGES.index(stage), teller)


def _turn_aside(case: Case, stage: str, teller: Teller) -> None:
    by, at = teller.actor(RECEIVER), teller.next()
    if stage == "declined":
        actions.decline_case(case, ground="Hồ sơ thuộc thẩm quyền của xã khác (ví dụ mẫu).", by=by, at=at)
    elif stage == "withdrawn":
        actions.withdraw_case(case, ground="Người nộp đề nghị rút (ví dụ mẫu).", by=by, at=at)
    else:
        item = Missing(
            "paper:birth_evidence", "Ảnh Giấy chứng sinh bị mờ, chụp lại cho rõ chữ.", "Điều 16 Luật Hộ tịch"
        )
        actions.ask_supplement(case, [item], by=by, at=at)
    make_due_letters(case, at=at)


def _go_through(case: Case, last: int, teller: Teller) -> None:
    receiver, handler = teller.actor(RECEIVER), teller.actor(HANDLER)
    if case.received_at is None:
        actions.accept_case(case, by=receiver, at=teller.next())
        make_receipt(case, at=teller.moment)
    if last >= 1:
        actions.hand_over(case, by=receiver, at=teller.next())
    if last >= 2:
        draft_result(case, by=handler, at=teller.next())
        submit_for_signature(case, by=handler, at=teller.next())
    if last >= 3:
        sign_result(case, by=teller.actor(SIGNER), at=teller.next())
    if last >= 4:
        issue_result(case, by=teller.actor(CLERK), at=teller.next())
    if last >= 5:
        for charge in case.charges.filter(paid_at=None):
            actions.collect_charge(case, charge, method="cash", by=receiver, at=teller.next(5))
        actions.return_result(case, to_name=case.applicant.full_name, method="counter", by=receiver, at=teller.next())
