"""The dossier page: everything of a case that an official may see, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tinhso.base.actor import Actor
from tinhso.base.moments import local_day
from tinhso.kernel.calendar.rules import Line, from_data
from tinhso.kernel.cases.models import Case, Charge, Correction, HandOver, Paper, State, Supplement
from tinhso.kernel.cases.queries import timeline_of
from tinhso.kernel.cases.queries.timeline import TimelineLine
from tinhso.kernel.cases.rules.definition import Body, Step, StepKind, read_body
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
from tinhso.modules.citizens.one_stop.queries.clock import Clock, clock_of
from tinhso.modules.citizens.one_stop.queries.due_letters import DueLetter, letters_due
from tinhso.modules.citizens.one_stop.queries.letters import may_write

# The acts that move a dossier on, in the order they are offered; ``submit`` only once a result is drafted.
MOVES = ("accept", "take_supplement", "resume", "draft", "sign", "issue", "return", "hand_over")
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
    timeline: Sequence[TimelineLine]
    promise_lines: Sequence[Line]
    partners: Sequence[SubjectState]  # what has not reached other systems
    colleagues: Sequence[SeatView]
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
    def letter_drafts(self) -> list[Document]:
        """Ordinary letters that are written but not issued."""
        kinds = {kind.code for kind in LETTERS}
        return [one for one in self.documents if one.sealed_at is None and one.kind in kinds]

    @property
    def receipt_paper(self) -> Document | None:
        return next((one for one in self.documents if one.kind == FORM_01.code and one.sealed_at), None)

    @property
    def walked(self) -> list[tuple[str, HandOver]]:
        """The steps gone through, under the names of the procedure."""
        titles = {step.code: step.title for step in self.body.steps}
        return [(titles.get(line.step, line.step), line) for line in self.hand_overs]

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
    step = body.step(case.step)
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
        timeline=timeline_of(case),
        promise_lines=from_data(case.promise).lines if case.promise else (),
        partners=exchange_state_of(case),
        colleagues=_colleagues(case, on),
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


def _colleagues(case: Case, on: date) -> list[SeatView]:
    """Who may be given the current step, or the next one's office when the desk hands over."""
    unit_id = case.competent_unit_id if case.state == State.RECEIVED else case.step_unit_id
    return seats_in(unit_id, on) if unit_id else []


BY_KIND: dict[StepKind, frozenset[str]] = {
    StepKind.RECEIVE: frozenset({"accept", "decline", "supplement", "hand_over"}),
    StepKind.PROCESS: frozenset({"supplement", "draft", "submit", "pause", "stop"}),
    StepKind.SIGN: frozenset({"sign", "send_back"}),
    StepKind.ISSUE: frozenset({"issue", "send_back"}),
    StepKind.RETURN: frozenset({"return"}),
}
BY_STATE: dict[State, frozenset[str]] = {
    State.NEW: frozenset({"accept", "decline", "supplement"}),
    State.RECEIVED: frozenset({"hand_over", "supplement"}),
    State.IN_PROGRESS: frozenset({"supplement", "draft", "submit", "pause", "stop", "sign", "issue", "send_back"}),
    State.PAYMENT: frozenset({"resume"}),
    State.SUPPLEMENT: frozenset(),
    State.RESULT_READY: frozenset({"return"}),
}


def acts_open(case: Case, body: Body, actor: Actor) -> frozenset[str]:
    """The acts this actor may do now; each action checks again."""
    state, step = State(case.state), body.step(case.step)
    if state not in OPEN:
        return frozenset()
    holds = actor.may(step.right, case.step_unit_id) and case.step_seat_id in (None, actor.seat_id)
    acts = set(BY_KIND[step.kind] & BY_STATE[state]) if holds else set()
    if holds and state is State.PAYMENT:
        acts.add("resume")
    if actor.may("cases.receive", case.receipt_unit_id):
        acts |= {"take_supplement"} if state is State.SUPPLEMENT else set()
        acts |= {"withdraw"} if state is not State.RESULT_READY else set()
        acts |= {"add_paper"} if state in (State.NEW, State.RECEIVED, State.SUPPLEMENT) else set()
    if actor.may("cases.collect", case.receipt_unit_id):
        acts.add("collect")
    if state is not State.RESULT_READY and (
        actor.may("cases.correct", case.receipt_unit_id) or actor.may("cases.correct", case.competent_unit_id)
    ):
        acts.add("correct")
    if holds and case.step_seat_id is None and actor.seat_id is not None and state is State.IN_PROGRESS:
        acts.add("take")
    if holds or actor.may("cases.assign", case.step_unit_id):
        acts.add("assign")
    return frozenset(acts)
