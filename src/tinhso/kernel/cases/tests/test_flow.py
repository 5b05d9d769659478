from datetime import datetime, timedelta

import pytest

from tinhso.base.messages import NotAllowed, NotFound, Stale
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.money import AlreadyCollected
from tinhso.kernel.cases.actions.steps import NotYourStep, WrongStep
from tinhso.kernel.cases.actions.supplements import Missing, NothingAsked
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.queries import case_by_number, timeline_of
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World
from tinhso.kernel.forms.queries import answers_of


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL)


def test_it_works(world: World, new_case: NewCase) -> None:
    case = new_case()
    assert case.number == "H99.1.1-261116-0001"
    actions.accept_case(case, by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    actions.finish_step(case, by=world.handler, at=AT)
    assert (case.state, case.step, case.step_unit_id) == (State.IN_PROGRESS, "sign", world.office)
    titles = [line.event for line in timeline_of(case)]
    assert titles == ["case.submitted", "case.accepted", "case.handed_over", "case.step_finished"]


def test_acceptance_promises_the_due_moment_with_its_explanation(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    # Ten working days from 16 November; 24 November is a holiday.
    assert case.due_at is not None and case.due_at.astimezone(LOCAL) == local("2026-12-01T17:00")
    assert case.promise["lines"]


def test_a_dossier_with_a_missing_map_is_handed_back_with_the_list_of_papers(world: World, new_case: NewCase) -> None:
    with pytest.raises(actions.PapersMissing) as refused:
        actions.accept_case(new_case(with_map=False), by=world.receiver, at=AT)
    assert [paper.code for paper in refused.value.missing] == ["map"]
    assert "Bản đồ" in str(refused.value)


def test_the_charge_of_copies_follows_pages_tiers_and_cap(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(pages=5, quantity=3), by=world.receiver, at=AT)
    assert case.charges.get().amount == (2 * 2000 + 3 * 1000) * 3
    big = actions.accept_case(new_case(pages=500, quantity=2), by=world.receiver, at=AT)
    assert big.charges.get().amount == 2 * 200_000


def test_a_charge_is_collected_once(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    charge = case.charges.get()
    actions.collect_charge(case, charge, method="cash", by=world.receiver, at=AT)
    with pytest.raises(AlreadyCollected):
        actions.collect_charge(case, charge, method="cash", by=world.receiver, at=AT)


def test_two_officials_on_one_dossier_one_wins(world: World, new_case: NewCase) -> None:
    number = new_case().number
    mine, theirs = case_by_number(number, world.receiver), case_by_number(number, world.receiver)
    actions.accept_case(mine, by=world.receiver, at=AT)
    with pytest.raises(Stale):
        actions.decline_case(theirs, ground="Sai thẩm quyền", by=world.receiver, at=AT)
    assert Case.objects.get(number=number).state == State.RECEIVED


def test_a_step_is_refused_to_who_does_not_hold_it(world: World, new_case: NewCase) -> None:
    case = new_case()
    with pytest.raises(NotAllowed):
        actions.accept_case(case, by=world.stranger, at=AT)
    with pytest.raises(NotAllowed):
        actions.accept_case(case, by=world.handler, at=AT)
    actions.accept_case(case, by=world.receiver, at=AT)
    with pytest.raises(WrongStep):
        actions.finish_step(case, by=world.receiver, at=AT)


def test_a_step_given_to_a_colleague_is_not_mine(world: World, new_case: NewCase) -> None:
    from dataclasses import replace

    from tinhso.base.ids import new_id

    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    Case.objects.filter(pk=case.pk).update(step_seat_id=None)
    case.step_seat_id = new_id()
    with pytest.raises(NotYourStep):
        actions.finish_step(case, by=replace(world.handler, seat_id=new_id()), at=AT)


def test_a_supplement_stops_the_clock_and_moves_the_due_moment(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.ask_supplement(case, [Missing("paper:map", "Bản đồ mờ")], by=world.receiver, at=local("2026-11-18T10:00"))
    assert (case.state, case.due_at) == (State.SUPPLEMENT, None)
    actions.take_supplement(case, by=world.citizen, at=local("2026-11-25T09:00"))
    # clock.md: ten working days with this pause are due on 7 December.
    assert case.due_at is not None and case.due_at.astimezone(LOCAL) == local("2026-12-07T17:00")
    assert case.state == State.IN_PROGRESS


def test_the_time_the_applicant_took_is_not_held_against_the_holder(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    actions.ask_supplement(case, [Missing("paper:map", "Mờ")], by=world.handler, at=AT + timedelta(hours=1))
    back = local("2026-11-30T08:00")
    actions.take_supplement(case, by=world.citizen, at=back)
    actions.finish_step(case, by=world.handler, at=back + timedelta(hours=2))
    line = case.hand_overs.get(step="process")
    assert line.due_at is not None and line.due_at > back
    assert line.outcome == "early"


def test_a_supplement_asked_before_acceptance_goes_back_to_new(world: World, new_case: NewCase) -> None:
    case = new_case(with_map=False)
    with pytest.raises(NothingAsked):
        actions.ask_supplement(case, [], by=world.receiver, at=AT)
    actions.ask_supplement(case, [Missing("paper:map", "Thiếu bản đồ")], by=world.receiver, at=AT)
    actions.add_paper(case, actions.PaperIn("map", "Bản đồ"), by=world.citizen, at=AT)
    actions.take_supplement(case, by=world.citizen, at=AT)
    assert case.state == State.NEW
    assert actions.accept_case(case, by=world.receiver, at=AT).state == State.RECEIVED


def test_payment_pauses_and_resumes(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    actions.hand_over(case, by=world.receiver, at=AT)
    actions.pause_case(case, reason="payment", ground="Thông báo thuế", by=world.handler, at=AT + timedelta(days=1))
    assert case.state == State.PAYMENT
    actions.resume_case(case, by=world.handler, at=AT + timedelta(days=2))
    assert case.state == State.IN_PROGRESS and case.due_at is not None


def test_ends_need_a_ground_and_cannot_be_left_again(world: World, new_case: NewCase) -> None:
    case = new_case()
    with pytest.raises(actions.GroundMissing):
        actions.decline_case(case, ground="  ", by=world.receiver, at=AT)
    actions.decline_case(case, ground="Sai thẩm quyền", by=world.receiver, at=AT)
    with pytest.raises(WrongState):
        actions.accept_case(case, by=world.receiver, at=AT)


def test_a_correction_keeps_what_was_before(world: World, new_case: NewCase) -> None:
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    before = case.submission
    correction = actions.correct_answers(
        case, {"name": "Nguyễn Thị Mẫu Hai"}, reason="Sai tên", by=world.receiver, at=AT
    )
    assert correction.fields == ["name"]
    assert answers_of(before)["name"] == "Nguyễn Thị Mẫu"
    assert answers_of(case.submission)["name"] == "Nguyễn Thị Mẫu Hai"


def test_who_may_not_see_a_case_is_told_that_it_is_not_there(world: World, new_case: NewCase) -> None:
    number = new_case().number
    with pytest.raises(NotFound):
        case_by_number(number, world.stranger)
    assert case_by_number(number, world.citizen).number == number
