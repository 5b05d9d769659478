"""The dossier page: everything of a case that an official may see, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.base.rights import roles
from tinhso.kernel.calendar.rules import Line, from_data
from tinhso.kernel.cases.models import Case, Charge, Correction, HandOver, Paper, Pause, State, Supplement
from tinhso.kernel.cases.queries import hand_over_note, timeline_of
from tinhso.kernel.cases.queries.offices import NoOffice, step_office
from tinhso.kernel.cases.queries.timeline import TimelineLine
from tinhso.kernel.cases.rules.definition import Body, Step, read_body
from tinhso.kernel.cases.rules.states import OPEN
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.queries import documents_of
from tinhso.kernel.exchange.queries import exchange_state_of
from tinhso.kernel.exchange.queries.state import SubjectState
from tinhso.kernel.forms.models import Submission
from tinhso.kernel.forms.queries import printed_submission
from tinhso.kernel.identity.queries import Contact, PersonCard, SeatView, contact_of, person_card, seat_of, seats_in
from tinhso.kernel.organisations.queries import UnitView, units_on
from tinhso.modules.citizens.one_stop.documents import FORM_01, LETTERS
from tinhso.modules.citizens.one_stop.queries.acts_open import MOVES, acts_open
from tinhso.modules.citizens.one_stop.queries.clock import Clock, clock_of
from tinhso.modules.citizens.one_stop.queries.due_letters import DueLetter, letters_due
from tinhso.modules.citizens.one_stop.queries.letters import may_write

LATEST = 3


@dataclass(frozen=True)
class Section:
    """A headed part of the printed answers; ``rows`` as shell/_summary.html takes them."""

    title: str
    rows: list[dict[str, str]]


@dataclass(frozen=True)
class Dossier:
    """What the page shows. ``may`` holds the names of the acts open to this actor now."""

    case: Case
    body: Body
    step: Step
    clock: Clock
    units: dict[UUID, UnitView]
    holder: SeatView | None
    applicant: PersonCard
    contact: Contact
    sections: Sequence[Section]
    papers: Sequence[Paper]
    charges: Sequence[Charge]
    documents: Sequence[Document]
    hand_overs: Sequence[HandOver]
    supplements: Sequence[Supplement]
    corrections: Sequence[Correction]
    pauses: Sequence[Pause]
    timeline: Sequence[TimelineLine]
    promise_lines: Sequence[Line]
    partners: Sequence[SubjectState]  # what has not reached other systems
    colleagues: Sequence[SeatView]  # may be given this step
    next_seats: Sequence[SeatView]  # may be given the next one
    may: frozenset[str]
    letters_due: Sequence[DueLetter]
    may_write: bool
    may_issue_in: frozenset[UUID]

    @property
    def competent(self) -> UnitView | None:
        return self.units.get(self.case.competent_unit_id)

    @property
    def receipt(self) -> UnitView | None:
        return self.units.get(self.case.receipt_unit_id)

    @property
    def is_closed(self) -> bool:
        return State(self.case.state) not in OPEN

    @property
    def next_act(self) -> str:
        """The one act that moves the dossier on, of those open to this actor; empty when it is not theirs to move."""
        order = ("submit", *MOVES) if self.draft else MOVES
        return next((act for act in order if act in self.may), "")

    @property
    def draft(self) -> Document | None:
        """The result that is written but not sealed."""
        results = {need.document_kind for need in self.body.results}
        return next((one for one in self.documents if one.sealed_at is None and one.kind in results), None)

    @property
    def charged_by_page(self) -> frozenset[str]:
        """The codes of charges whose quantity is a number of pages; of others it is a number of pieces."""
        return frozenset(need.code for need in self.body.charges if need.per == "page")

    @property
    def pause(self) -> Pause | None:
        """Why the clock stands still now."""
        return next((one for one in self.pauses if one.until_at is None), None)

    @property
    def letter_drafts(self) -> list[Document]:
        """Ordinary letters that are written but not issued."""
        kinds = {kind.code for kind in LETTERS}
        return [one for one in self.documents if one.sealed_at is None and one.kind in kinds]

    @property
    def receipt_paper(self) -> Document | None:
        return next((one for one in self.documents if one.kind == FORM_01.code and one.sealed_at), None)

    @property
    def walked(self) -> list[tuple[str, HandOver, str]]:
        """The steps gone through, under the names of the procedure, each with the words that went with it."""
        titles = self.step_titles
        return [(titles.get(line.step, line.step), line, hand_over_note(line)) for line in self.hand_overs]

    @property
    def step_titles(self) -> dict[str, str]:
        return {step.code: step.title for step in self.body.steps}

    @property
    def earlier_lines(self) -> Sequence[TimelineLine]:
        return self.timeline[:-LATEST]

    @property
    def latest_lines(self) -> Sequence[TimelineLine]:
        return self.timeline[-LATEST:]

    @property
    def holding_unit(self) -> UnitView | None:
        return self.units.get(self.case.step_unit_id) if self.case.step_unit_id else None


def dossier_of(case: Case, actor: Actor, at: datetime) -> Dossier:
    """Everything of a case the actor was allowed to open."""
    body, on = read_body(case.definition.body), local_day(at)
    step, (colleagues, next_seats) = body.step(case.step), _offered(case, body, on)
    return Dossier(
        case=case,
        body=body,
        step=step,
        clock=clock_of(case, at),
        units=units_on([u for u in (case.receipt_unit_id, case.competent_unit_id, case.step_unit_id) if u], on),
        holder=seat_of(case.step_seat_id) if case.step_seat_id else None,
        applicant=person_card(case.applicant_id),
        contact=contact_of(case.applicant),
        sections=sections_of(case.submission),
        papers=list(case.papers.select_related("file_reference").order_by("id")),
        charges=list(case.charges.order_by("id")),
        documents=list(documents_of(case)),
        hand_overs=list(
            case.hand_overs.select_related("from_seat__person", "to_seat__person", "to_unit").order_by("order")
        ),
        supplements=list(case.supplements.order_by("order")),
        corrections=list(case.corrections.order_by("made_at")),
        pauses=list(case.pauses.order_by("from_at")),
        timeline=timeline_of(case),
        promise_lines=from_data(case.promise).lines if case.promise else (),
        partners=exchange_state_of(case),
        colleagues=colleagues,
        next_seats=next_seats,
        may=acts_open(case, body, actor),
        letters_due=letters_due(case),
        may_write=may_write(case, actor),
        may_issue_in=frozenset(unit for unit in _offices(case) if actor.may("documents.issue", unit)),
    )


def _offices(case: Case) -> list[UUID]:
    return [unit for unit in (case.receipt_unit_id, case.competent_unit_id, case.step_unit_id) if unit]


def sections_of(submission: Submission) -> list[Section]:
    """The answers under their headings, personal numbers masked; questions left open are left out."""
    return [
        Section(part.title, [{"label": row.label, "value": row.value} for row in part.rows if row.value])
        for part in printed_submission(submission, is_masked=True)
    ]


def _offered(case: Case, body: Body, on: date) -> tuple[list[SeatView], list[SeatView]]:
    """Who may be given this step, and who the next: the specialists when the desk hands over, the leaders who sign.

    Only seats whose roles hold the right of the step: a dossier is never offered to somebody who could not go on.
    """
    here, following = body.step(case.step), body.step_after(case.step)
    place = _place(case, following, on)
    seats = {unit: seats_in(unit, on) for unit in {case.step_unit_id, place} if unit}
    return _able(seats, case.step_unit_id, here), _able(seats, place, following) if following else []


def _place(case: Case, step: Step | None, on: date) -> UUID | None:
    try:
        return step_office(case, step, on) if step else None
    except NoOffice:
        return None


def _able(seats: Mapping[UUID, Sequence[SeatView]], unit_id: UUID | None, step: Step) -> list[SeatView]:
    found = seats.get(unit_id, ()) if unit_id else ()
    return [seat for seat in found if any(step.right in roles.get(role).rights for role in seat.roles)]
