"""Leading one dossier through the real actions, act by act; and many of them in the order of their clocks."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush
from random import Random
from typing import Protocol

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.moments import local_day
from tinhso.base.rights import roles as declared_roles
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.steps import current_step
from tinhso.kernel.cases.actions.supplements import Missing
from tinhso.kernel.cases.models import Case, Channel, Charge, State
from tinhso.kernel.cases.rules.definition import StepKind, read_body
from tinhso.kernel.identity.queries import seats_in
from tinhso.kernel.ledger.actions import write_gathered
from tinhso.modules.citizens.one_stop.actions.letters import make_due_letters
from tinhso.modules.citizens.one_stop.actions.receipts import make_receipt
from tinhso.modules.citizens.one_stop.actions.results import (
    draft_result,
    issue_result,
    sign_result,
    submit_for_signature,
)
from tinhso.modules.citizens.one_stop.rules.roles import CLERK, HANDLER, RECEIVER, SIGNER
from tinhso.modules.citizens.one_stop.sample.clocks import Clock
from tinhso.modules.citizens.one_stop.sample.filing import filed
from tinhso.modules.citizens.one_stop.sample.findings import sample_findings
from tinhso.modules.citizens.one_stop.sample.names import Synthetic
from tinhso.modules.citizens.one_stop.sample.people import Office
from tinhso.modules.citizens.one_stop.sample.stories import Story, Turn
from tinhso.modules.citizens.one_stop.sample.walk import actor_of_seat
from tinhso.shell.rows import rows_where

Acts = Iterator[datetime]
# Shares of the handling time: the draft, the leader's desk, the clerk's.
DRAFTING, SIGNING = 0.7, 0.15


@dataclass
class Tale:
    """A story being told: its people, its clock and where it stands."""

    story: Story
    office: Office
    who: Synthetic
    clock: Clock
    rng: Random
    at: datetime = field(init=False)

    def acts(self) -> Acts:
        """Gives the moment of each act before doing it; told no further, the dossier stays where it is."""
        yield self.begin()
        case = filed(self.story, self.office, self.who, self.rng, receiver=self.actor(RECEIVER))
        if case.received_at is not None:
            self._receipt(case)
        elif self.story.turn in (Turn.DECLINED, Turn.WITHDRAWN):
            yield from self._turn_away(case)
            return
        yield from self._accept(case)
        if case.received_at is not None and self.story.reaches("in_progress"):
            yield from self._handle(case)

    @property
    def dossiers(self) -> int:
        return 1

    def begin(self) -> datetime:
        self.at = self.story.submitted_at
        return self.at

    def actor(self, role: str) -> Actor:
        return actor_of_seat(self.office.seats[role], role)

    def _holder(self, case: Case, role: str) -> Actor:
        """Who does the step where the case lies: in the office itself or in another agency of the dossier."""
        if case.step_unit_id in (None, self.office.unit_id, self.office.desk_id):
            return self.actor(role)
        seat = seats_in(case.step_unit_id, local_day(self.at), role=role)[0]
        rights = declared_roles.get(role).rights
        return staff_actor(rights, case.step_unit_id, seat_id=seat.id, person_id=seat.person_id)

    def _later(self, minutes: int) -> datetime:
        self.at = self.clock.after(self.at, minutes)
        return self.at

    def soon(self) -> datetime:
        """The next moment somebody has time: half an hour in the small sample, up to two hours in the month."""
        return self._later(25 if self.story.pace is None else self.rng.randrange(5, 120))

    def _receipt(self, case: Case) -> None:
        if self.story.channel is not Channel.COUNTER:
            write_gathered()  # the receipt names the entry of the acceptance
        make_receipt(case, is_printed_later=self.story.is_printed_later, at=self.at)

    def _letters(self, case: Case) -> None:
        """The letters that are due, in the small sample; in the month a button on the page makes them."""
        if not self.story.is_printed_later:
            write_gathered()  # which letters are due is read from the ledger
            make_due_letters(case, at=self.at)

    def _turn_away(self, case: Case) -> Acts:
        yield self.soon()
        by = self.actor(RECEIVER)
        if self.story.turn is Turn.DECLINED:
            ground = "Hồ sơ thuộc thẩm quyền của xã khác (ví dụ mẫu)."
            actions.decline_case(case, ground=ground, by=by, at=self.at)
        else:
            actions.withdraw_case(case, ground="Người nộp đề nghị rút (ví dụ mẫu).", by=by, at=self.at)
        self._letters(case)

    def _accept(self, case: Case) -> Acts:
        if case.received_at is None and self.story.turn in (Turn.ASKED, Turn.COMPLETED):
            yield from self._ask(case, RECEIVER, is_answered=self.story.turn is Turn.COMPLETED)
            if self.story.turn is Turn.ASKED:
                return
        if case.received_at is None and self.story.reaches("accepted"):
            yield self.soon()
            actions.accept_case(case, by=self.actor(RECEIVER), at=self.at)
            self._receipt(case)

    def _ask(self, case: Case, role: str, *, is_answered: bool) -> Acts:
        yield self.soon()
        paper = next((need for need in read_body(case.definition.body).papers if need.is_required), None)
        about = f"paper:{paper.code}" if paper else "question:applicant_name"
        what = f"“{paper.title}” bị mờ, chụp lại cho rõ chữ." if paper else "Ghi lại họ tên cho đúng giấy tờ."
        item = Missing(about, what, "Quy định về thành phần hồ sơ của thủ tục (ví dụ mẫu)")
        actions.ask_supplement(case, [item], by=self.actor(role), at=self.at)
        self._letters(case)
        if is_answered:
            yield self._later(self.rng.randrange(120, 1500))
            actions.take_supplement(case, by=self.actor(RECEIVER), at=self.at)

    def _handle(self, case: Case) -> Acts:
        yield self.soon()
        actions.hand_over(case, by=self.actor(RECEIVER), at=self.at)
        if self.story.turn in (Turn.ASKED_LATER, Turn.COMPLETED_LATER):
            yield from self._ask(case, HANDLER, is_answered=self.story.turn is Turn.COMPLETED_LATER)
        elif self.story.turn is Turn.STOPPED:
            yield self.soon()
            ground = "Người nộp không thực hiện nghĩa vụ theo quy định (ví dụ mẫu)."
            actions.stop_case(case, ground=ground, by=self.actor(HANDLER), at=self.at)
            self._letters(case)
        elif self.story.turn is Turn.PAYMENT:
            yield from self._wait_for_payment(case)
        if self.story.turn not in (Turn.ASKED_LATER, Turn.STOPPED):
            yield from self._talk(case)
            yield from self._agencies(case)

    def _agencies(self, case: Case) -> Acts:
        """Draft, signature and issue in one agency after the other, then the return."""
        agencies = sum(step.kind is StepKind.ISSUE for step in read_body(case.definition.body).steps)
        minutes = self._minutes(case)
        share = None if minutes is None else max(10, minutes // agencies)
        for _ in range(agencies):
            yield from self._decide(case, share)
        if case.state == State.RESULT_READY and self.story.reaches("returned"):
            yield from self._return(case)

    def _wait_for_payment(self, case: Case) -> Acts:
        yield self.soon()
        ground = "Chờ người nộp thực hiện nghĩa vụ tài chính (ví dụ mẫu)."
        actions.pause_case(case, reason="payment", ground=ground, by=self.actor(HANDLER), at=self.at)
        yield self._later(self.rng.randrange(240, 3000))
        actions.resume_case(case, by=self.actor(HANDLER), at=self.at)

    def _minutes(self, case: Case) -> int | None:
        """How long the handling takes from now, in working minutes; None: half an hour an act."""
        if self.story.pace is None or case.due_at is None:
            return None
        return max(20, round(self.clock.between(self.at, case.due_at) * self.story.pace))

    def _talk(self, case: Case) -> Acts:
        """A note, an opinion, a new date: what happens beside the steps."""
        if self.story.is_noted:
            actions.note_on(case, "Đã gọi điện cho người nộp (ví dụ mẫu).", by=self.actor(HANDLER), at=self.at)
        if self.story.is_discussed:
            yield from self._discuss(case)
        if self.story.is_extended:
            yield from self._extend(case)

    def _decide(self, case: Case, minutes: int | None) -> Acts:
        if not self.story.reaches("waiting_signature") or current_step(case).kind is not StepKind.PROCESS:
            return
        yield self._later(25 if minutes is None else round(minutes * DRAFTING))
        yield from self._submit(case)
        if self.story.turn is Turn.SENT_BACK:
            yield self.soon()
            note = "Sửa lại trích yếu cho đúng mẫu (ví dụ mẫu)."
            actions.send_back(case, note=note, by=self._holder(case, SIGNER), at=self.at)
            yield from self._submit(case)
        yield from self._issue(case, 25 if minutes is None else max(5, round(minutes * SIGNING)))

    def _discuss(self, case: Case) -> Acts:
        yield self.soon()
        leader, question = self.actor(SIGNER), "Trường hợp này có cần xác minh thêm không? (ví dụ mẫu)"
        asked = actions.ask_opinion(
            case, question, unit_id=self.office.unit_id, seat_id=leader.seat_id, by=self.actor(HANDLER), at=self.at
        )
        yield self.soon()
        actions.answer_opinion(asked, verdict="agree", text="Không cần (ví dụ mẫu).", by=leader, at=self.at)

    def _extend(self, case: Case) -> Acts:
        assert case.due_at is not None  # noqa: S101  (it is being handled)
        yield self._later(round(self.clock.between(self.at, case.due_at) * 0.9))
        ground = "Cần thêm thời gian xác minh thực địa (ví dụ mẫu)."
        actions.extend_case(case, 3, ground=ground, by=self.actor(SIGNER), at=self.at)

    def _submit(self, case: Case) -> Acts:
        draft_result(case, sample_findings(case), by=self._holder(case, HANDLER), at=self.at)
        yield self._later(25 if self.story.pace is None else self.rng.randrange(2, 10))
        submit_for_signature(case, by=self._holder(case, HANDLER), at=self.at)

    def _issue(self, case: Case, minutes: int) -> Acts:
        is_later = self.story.is_printed_later
        if self.story.reaches("waiting_issue"):
            yield self._later(minutes)
            sign_result(case, is_printed_later=is_later, by=self._holder(case, SIGNER), at=self.at)
        if self.story.reaches("ready"):
            yield self._later(minutes)
            issue_result(case, is_printed_later=is_later, by=self._holder(case, CLERK), at=self.at)

    def _return(self, case: Case) -> Acts:
        yield self._later(self.story.rest)
        self.hand_out(case)

    def hand_out(self, case: Case) -> None:
        by = self.actor(RECEIVER)
        for charge in rows_where(Charge, case_id=case.pk, paid_at=None):
            actions.collect_charge(case, charge, method="cash", by=by, at=self.at)
        actions.return_result(case, to_name=case.applicant.full_name, method="counter", by=by, at=self.at)


class Told(Protocol):
    """Something that happens to so many dossiers; ``acts`` gives the moment of each act before doing it."""

    @property
    def dossiers(self) -> int: ...

    def acts(self) -> Acts: ...


def play(tales: Iterable[Told], until: datetime, told: Callable[[], None] = lambda: None) -> None:
    """Tells all of them together, always the one whose next act comes first; what lies ahead stays untold.

    So the numbers of an office follow one another as they would have been given. ``told`` is called for each
    dossier that goes no further.
    """
    waiting: list[tuple[datetime, int, Acts, int]] = []
    for order, tale in enumerate(tales):
        acts = tale.acts()
        heappush(waiting, (next(acts), order, acts, tale.dossiers))
    while waiting:
        moment, order, acts, dossiers = heappop(waiting)
        following = next(acts, None) if moment <= until else None
        if following is not None:
            heappush(waiting, (following, order, acts, dossiers))
            continue
        for _ in range(dossiers):
            told()
