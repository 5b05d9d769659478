"""The branches of the law besides the straight way: asking twice, new dates, opinions, several agencies."""

import secrets
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest

from tinhso.base.actor import staff_actor
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import LOCAL
from tinhso.kernel.calendar.queries import calendar_by_code
from tinhso.kernel.calendar.rules import from_data
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions.endings import GroundMissing
from tinhso.kernel.cases.actions.extensions import BadAmount, ExtendedAlready
from tinhso.kernel.cases.actions.opinions import NothingSaid, OpinionClosed
from tinhso.kernel.cases.actions.supplements import AgainNeedsAllowance, Missing, ReasonMissing
from tinhso.kernel.cases.actions.watching import note_unmoved
from tinhso.kernel.cases.models import Case, State, Supplement
from tinhso.kernel.cases.queries import case_by_number, notes_of, opinions_asked, unmoved_cases
from tinhso.kernel.cases.queries.offices import NoOffice
from tinhso.kernel.cases.rules.states import WrongState
from tinhso.kernel.cases.rules.watchdog import still_since
from tinhso.kernel.cases.tests.conftest import AT, BODY, SINCE, SYSTEM, NewCase, World
from tinhso.kernel.documents.models import Document, DocumentStatus
from tinhso.kernel.ledger.queries import entries_of
from tinhso.kernel.organisations.actions import add_code, found_unit

ITEMS = [Missing("paper:map", "Bản đồ mờ", "Điều 1")]


def at(day: int, hour: int = 9, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=LOCAL)


def under_way(world: World, new_case: NewCase) -> Case:
    """Accepted on Monday 16 November at 8:00 (ten working days: Tuesday 1 December) and handed over."""
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    return actions.hand_over(case, by=world.receiver, at=AT)


def events(case: Case) -> list[str]:
    return [entry.event for entry in entries_of(case)]


def test_it_works(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    actions.ask_supplement(case, ITEMS, by=world.handler, at=at(17))
    actions.take_supplement(case, by=world.citizen, at=at(18))
    with pytest.raises(AgainNeedsAllowance):
        actions.ask_supplement(case, ITEMS, by=world.handler, at=at(18))
    actions.propose_supplement(case, ITEMS, reason="Phát hiện khi thẩm định", by=world.handler, at=at(18))
    assert case.state == State.IN_PROGRESS
    assert case.due_at is not None  # nothing stands still before it is allowed
    asked = actions.allow_supplement(case, by=world.signer, at=at(19))
    assert (asked.order, asked.asked_at, case.state, case.due_at) == (2, at(19), State.SUPPLEMENT, None)
    actions.take_supplement(case, by=world.citizen, at=at(20))
    assert events(case)[-3:] == ["case.supplement_proposed", "case.supplement_asked", "case.supplemented"]


def test_a_second_request_needs_a_reason_and_somebody_else(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    with pytest.raises(ReasonMissing):
        actions.propose_supplement(case, ITEMS, reason=" ", by=world.handler, at=at(17))
    actions.propose_supplement(case, ITEMS, reason="x", by=world.handler, at=at(17))
    with pytest.raises(WrongState):
        actions.propose_supplement(case, ITEMS, reason="x", by=world.handler, at=at(17))
    with pytest.raises(NotAllowed):
        actions.allow_supplement(case, by=world.handler, at=at(17))
    with pytest.raises(ReasonMissing):
        actions.refuse_supplement(case, reason="", by=world.signer, at=at(17))
    actions.refuse_supplement(case, reason="Đã có trong hồ sơ", by=world.signer, at=at(17))
    with pytest.raises(WrongState):
        actions.allow_supplement(case, by=world.signer, at=at(17))
    actions.ask_supplement(case, ITEMS, by=world.handler, at=at(17))  # what was refused was never asked
    assert Supplement.objects.filter(case=case, asked_at__isnull=False).count() == 1


def test_a_proposal_ends_with_its_dossier(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    actions.propose_supplement(case, ITEMS, reason="x", by=world.handler, at=at(17))
    actions.ask_opinion(case, "Có ý kiến gì?", unit_id=world.office, by=world.handler, at=at(17))
    actions.withdraw_case(case, ground="Không cần nữa", by=world.citizen, at=at(17))
    assert not Supplement.objects.filter(case=case, refused_at=None).exists()
    assert not opinions_asked(world.handler).exists()


def test_an_apology_moves_the_date_once_and_says_why(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    assert case.due_at == datetime(2026, 12, 1, 17, 0, tzinfo=LOCAL)
    with pytest.raises(GroundMissing):
        actions.extend_case(case, 3, ground="", by=world.signer, at=at(30))
    with pytest.raises(BadAmount):
        actions.extend_case(case, 0, ground="x", by=world.signer, at=at(30))
    with pytest.raises(NotAllowed):
        actions.extend_case(case, 3, ground="x", by=world.handler, at=at(30))
    shown = actions.extension_preview(case, 3, "working_day", by=world.signer, at=at(30))
    extension = actions.extend_case(case, 3, ground="Chờ kết quả đo đạc", by=world.signer, at=at(30))
    assert extension.old_due_at == datetime(2026, 12, 1, 17, 0, tzinfo=LOCAL)
    assert extension.new_due_at == case.due_at == shown.due_at == datetime(2026, 12, 4, 17, 0, tzinfo=LOCAL)
    fresh = Case.objects.get(pk=case.pk)
    assert fresh.promise is not None
    assert any("Chờ kết quả đo đạc" in line.text for line in from_data(fresh.promise).lines)
    with pytest.raises(ExtendedAlready):
        actions.extend_case(case, 3, ground="x", by=world.signer, at=at(30))


def test_an_apology_after_the_deadline_counts_from_the_day_it_is_given(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    actions.extend_case(case, 2, ground="x", by=world.signer, at=at(7, month=12))  # Monday, due since Tuesday
    assert case.due_at == datetime(2026, 12, 9, 17, 0, tzinfo=LOCAL)


def test_a_pause_after_an_apology_moves_the_new_date(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    actions.extend_case(case, 3, ground="x", by=world.signer, at=at(2, month=12))  # counted from Wednesday: the 7th
    assert case.due_at == datetime(2026, 12, 7, 17, 0, tzinfo=LOCAL)
    actions.pause_case(case, reason="law", ground="x", by=world.handler, at=at(3, month=12))
    actions.resume_case(case, by=world.handler, at=at(10, month=12))
    # Left on the 3rd: the 4th and the 7th; counted on from the 10th: the 11th and the 14th.
    assert case.due_at == datetime(2026, 12, 14, 17, 0, tzinfo=LOCAL)


def test_several_offices_are_asked_at_once_and_each_answers_once(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    adviser = staff_actor(["cases.read", "cases.advise"], world.other_desk, seat_id=None)
    first = actions.ask_opinion(case, "Đất có tranh chấp?", unit_id=world.other_desk, by=world.handler, at=at(17))
    second = actions.ask_opinion(case, "Đúng quy hoạch?", unit_id=world.office, by=world.handler, at=at(17))
    assert case_by_number(case.number, adviser).pk == case.pk  # asked: may read
    assert [opinion.pk for opinion in opinions_asked(adviser)] == [first.pk]
    with pytest.raises(NothingSaid):
        actions.answer_opinion(first, verdict="disagree", text=" ", by=adviser, at=at(18))
    actions.answer_opinion(first, verdict="agree", text="", by=adviser, at=at(18))
    with pytest.raises(OpinionClosed):
        actions.take_back_opinion(first, by=world.handler, at=at(18))
    actions.take_back_opinion(second, by=world.handler, at=at(18))
    with pytest.raises(NotAllowed):
        actions.answer_opinion(second, verdict="agree", text="", by=adviser, at=at(18))
    assert case.state == State.IN_PROGRESS
    assert events(case).count("case.opinion_answered") == 1


def test_notes_are_for_officials_only(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    actions.note_on(case, "Số 000195000123 trùng tên", by=world.handler, at=at(17))
    assert [note.text for note in notes_of(case, world.signer)] == ["Số 000195000123 trùng tên"]
    assert notes_of(case, world.citizen) == []
    with pytest.raises(NotAllowed):
        actions.note_on(case, "x", by=world.citizen, at=at(17))
    assert b"000195000123" not in bytes(case.notes.get().text_sealed)


def test_a_dossier_nobody_moves_is_told_of_once(world: World, new_case: NewCase) -> None:
    case = under_way(world, new_case)
    assert not unmoved_cases(world.signer, at(18, 16)).exists()
    assert list(unmoved_cases(world.signer, at(19, 9))) == [case]  # 24 working hours: three working days
    assert note_unmoved(by=SYSTEM, at=at(19, 9)) == 1
    assert note_unmoved(by=SYSTEM, at=at(19, 10)) == 0
    actions.assign_case(case, to_seat_id=None, by=world.signer, at=at(19, 11))
    assert not unmoved_cases(world.signer, at(19, 12)).exists()
    assert note_unmoved(by=SYSTEM, at=at(30)) == 1
    assert events(case).count("case.unmoved") == 2


def test_working_hours_are_counted_backwards_over_weekend_and_holiday(world: World) -> None:
    calendar = calendar_by_code("standard")
    # Three hours before Monday 9:00 are its first two and the last one of Friday.
    assert still_since(calendar, at(16, 9), 3) == at(13, 16)
    # Tuesday the 24th is a holiday.
    assert still_since(calendar, at(25, 9), 3) == at(23, 16)


def test_several_agencies_work_on_one_dossier(world: World, new_case: NewCase) -> None:
    police = found_unit("office", "Công an xã Một", on=SINCE, parent_id=world.office, by=SYSTEM, at=AT).id
    add_code(police, "qd20", "H99.1.9", valid_from=SINCE, is_sample=True, by=SYSTEM, at=AT)
    officer = staff_actor(["cases.read", "cases.process", "cases.issue"], police)
    _publish(
        world,
        [
            *BODY["steps"][:4],
            _step("residence", "process", "cases.process", "commune:9"),
            _step("residence-issue", "issue", "cases.issue", "commune:9"),
            *BODY["steps"][4:],
        ],
    )
    case = under_way(world, new_case)
    actions.finish_step(case, by=world.handler, at=at(17))
    actions.finish_step(case, by=world.signer, at=at(17))
    actions.attach_result(case, _issued(case, world.office), code="KQ.1", by=world.clerk, at=at(17))
    assert (case.state, case.step, case.step_unit_id) == (State.IN_PROGRESS, "residence", police)
    assert case.finished_at is None
    assert case.step_due_at == at(18)  # its own eight working hours
    assert case_by_number(case.number, officer).pk == case.pk
    actions.finish_step(case, by=officer, at=at(18))
    actions.attach_result(case, _issued(case, police), code="KQ.2", by=officer, at=at(18))
    assert (case.state, case.step, case.step_unit_id) == (State.RESULT_READY, "return", world.desk)
    assert [line.to_unit_id for line in case.hand_overs.order_by("order")][-3:] == [police, police, world.desk]


def test_a_step_of_an_office_that_is_not_there_is_refused_and_nothing_moves(world: World, new_case: NewCase) -> None:
    _publish(world, [BODY["steps"][0], _step("far", "process", "cases.process", "unit:H99.404"), BODY["steps"][4]])
    case = actions.accept_case(new_case(), by=world.receiver, at=AT)
    with pytest.raises(NoOffice):
        actions.hand_over(case, by=world.receiver, at=AT)
    assert Case.objects.get(pk=case.pk).state == State.RECEIVED


def _publish(world: World, steps: list[dict[str, Any]]) -> None:
    results = [*BODY["results"], {"code": "KQ.2", "title": "Giấy khác", "document_kind": "other_result"}]
    world.definition.body = {**BODY, "steps": steps, "results": results}
    world.definition.save()


def _step(code: str, kind: str, right: str, office: str) -> dict[str, Any]:
    return {"code": code, "title": code, "kind": kind, "right": right, "office": office, "hours": 8}


def _issued(case: Case, unit_id: UUID) -> Document:
    return Document.objects.create(
        kind="test_result", subject_kind="cases.case", subject_id=case.pk, title="x", unit_id=unit_id,
        status=DocumentStatus.ISSUED, facts_sealed=b"", token=secrets.token_hex(8), created_at=AT,
    )  # fmt: skip
