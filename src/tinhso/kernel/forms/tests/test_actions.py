"""Publishing, drafts, submissions and corrections, on a real database."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from tinhso.base.actor import ANONYMOUS, Actor, ActorKind, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, Stale
from tinhso.kernel.forms import actions, kinds, queries, rules
from tinhso.kernel.forms.models import Draft, FormDefinition, Submission
from tinhso.kernel.forms.tests.examples import AT, BIRTH, GOOD_BIRTH, GOOD_SPLIT, SPLIT
from tinhso.kernel.identity.models import Account, Person
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.models import Unit

pytestmark = pytest.mark.django_db
SYSTEM = system_actor("test")
NAMES: dict[UUID, str] = {}
kinds.register(
    kinds.Source("test.full_name", "Căn cước", lambda actor: NAMES.get(actor.person_id) if actor.person_id else None)
)


def publish(body: dict[str, Any] = BIRTH, code: str = "birth", day: date = date(2026, 1, 1)) -> FormDefinition:
    return actions.publish_form(code, "Tờ khai", body, valid_from=day, by=SYSTEM, at=AT)


def citizen(login: str = "an", name: str = "Nguyễn Văn An") -> Actor:
    person = Person.objects.create(full_name=name, name_folded=login, sort_key=login)
    account = Account.objects.create(kind="citizen", login=login, person=person)
    NAMES[person.pk] = name
    return Actor(kind=ActorKind.CITIZEN, account_id=account.pk, person_id=person.pk)


def clerk() -> Actor:
    return Actor(kind=ActorKind.STAFF, account_id=new_id(), unit_id=Unit.objects.create(kind="commune").pk)


def filled(draft: Draft, answers: dict[str, Any], by: Actor) -> Draft:
    """Every question of the form answered page by page, as a person would."""
    page = rules.next_question(draft.form.body, queries.state_of_draft(draft).answers)
    while page:
        question = rules.question_at(draft.form.body, page)
        assert question is not None
        if question.is_group:
            draft = actions.pass_page(draft, page, by=by, at=AT)
            count = len(queries.state_of_draft(draft).answers.get(question.name, []))
            more = count < len(answers.get(question.name, []))
            state = queries.state_of_draft(draft)
            page = (
                rules.first_of_new_item(draft.form.body, state.answers, question.name)
                if more
                else rules.next_question(draft.form.body, state.answers, page)
            )
            continue
        raw = rules.as_typed(question, rules.value_at(answers, page))
        if not (question.locked and question.name in queries.state_of_draft(draft).sources):
            saved = actions.save_answer(draft, page, raw, by=by, at=AT)
            assert saved.errors == {}, (page, raw, saved.errors)
            draft = saved.draft
        page = rules.next_question(draft.form.body, queries.state_of_draft(draft).answers, page)
    return draft


@pytest.mark.parametrize(("body", "answers"), [(BIRTH, GOOD_BIRTH), (SPLIT, GOOD_SPLIT)])
def test_it_works(body: dict[str, Any], answers: dict[str, Any]) -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(body), purpose="1.001193", by=by, at=AT), answers, by)
    submission = actions.submit_draft(draft.pk, by=by, at=AT)
    assert queries.answers_of(submission) == answers
    assert [entry.event for entry in Entry.objects.filter(subject_id=submission.pk)] == ["form.submitted"]
    assert not Draft.objects.exists()


def test_a_new_version_ends_the_one_before_and_the_same_again_changes_nothing() -> None:
    first = publish()
    assert publish().pk == first.pk
    other = BIRTH | {"sections": BIRTH["sections"][:3]}
    second = publish(other, day=date(2026, 7, 1))
    assert (second.version, queries.form_in_force("birth", date(2026, 6, 30)).version) == (2, 1)
    assert queries.form_in_force("birth", date(2026, 7, 1)).pk == second.pk
    with pytest.raises(actions.VersionOrder):
        publish(BIRTH, day=date(2026, 6, 1))
    with pytest.raises(queries.FormMissing):
        queries.form_in_force("birth", date(2025, 12, 31))


def test_an_unsound_form_is_refused_with_its_faults() -> None:
    with pytest.raises(actions.FormUnsound) as refused:
        publish({"sections": []})
    assert "Tờ khai chưa có phần nào" in str(refused.value)
    with pytest.raises(NotAllowed):
        actions.publish_form("x", "X", SPLIT, valid_from=date(2026, 1, 1), by=citizen(), at=AT)


def test_what_is_known_is_filled_in_and_a_citizen_cannot_change_what_is_locked() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    state = queries.state_of_draft(draft)
    assert (state.answers, state.sources) == (
        {"applicant_name": "Nguyễn Văn An"},
        {"applicant_name": "test.full_name"},
    )
    with pytest.raises(actions.AnswerKnown):
        actions.save_answer(draft, "applicant_name", "Lê Văn B", by=by, at=AT)


def test_a_clerk_begins_a_draft_for_somebody_and_may_change_what_was_filled_in() -> None:
    about, by = citizen(), clerk()
    draft = actions.start_draft(publish(), purpose="x", about=about, by=by, at=AT)
    assert (draft.owner_account_id, draft.unit_id) == (None, by.unit_id)
    saved = actions.save_answer(draft, "applicant_name", "Nguyễn Văn Ân", by=by, at=AT)
    state = queries.state_of_draft(saved.draft)
    assert (state.answers["applicant_name"], state.sources) == ("Nguyễn Văn Ân", {})
    assert list(queries.drafts_of(by)) == [saved.draft]
    assert not queries.drafts_of(clerk()).exists()


def test_a_draft_is_its_owners_alone() -> None:
    draft = actions.start_draft(publish(), purpose="x", by=citizen(), at=AT)
    stranger = citizen("binh", "Bình")
    for actor in (stranger, clerk(), ANONYMOUS):
        with pytest.raises(queries.DraftGone):
            queries.draft_of(actor, draft.pk)
        with pytest.raises(queries.DraftGone):
            actions.save_answer(draft, "copies", "1", by=actor, at=AT)
        with pytest.raises(queries.DraftGone):
            actions.submit_draft(draft.pk, by=actor, at=AT)
        with pytest.raises(queries.DraftGone):
            actions.delete_draft(draft, by=actor, at=AT)
    with pytest.raises(NotAllowed):
        actions.start_draft(draft.form, purpose="x", by=ANONYMOUS, at=AT)


def test_nobody_piles_up_drafts_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tinhso.kernel.forms.actions.drafts.MOST_DRAFTS", 2)
    form, by = publish(), citizen()
    for _ in range(2):
        actions.start_draft(form, purpose="x", by=by, at=AT)
    with pytest.raises(actions.TooManyDrafts):
        actions.start_draft(form, purpose="x", by=by, at=AT)


def test_a_wrong_answer_is_kept_as_typed_and_told_again_when_submitting() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    saved = actions.save_answer(draft, "applicant_number", "068 09", by=by, at=AT)
    assert saved.errors == {"/applicant_number": "Số căn cước phải có 12 chữ số. Bạn mới nhập 5 số."}
    state = queries.state_of_draft(queries.draft_of(by, draft.pk))
    assert state.typed == {"/applicant_number": "068 09"}
    with pytest.raises(actions.AnswersWrong) as refused:
        actions.submit_draft(draft.pk, by=by, at=AT)
    assert refused.value.fields["applicant_number"].endswith("Bạn mới nhập 5 số.")
    assert "copies" in refused.value.fields


def test_a_wrong_answer_in_place_of_a_good_one_opens_the_question_again() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(), purpose="x", by=by, at=AT), GOOD_BIRTH, by)
    actions.save_answer(draft, "children/1/born_on", {"day": "31", "month": "2", "year": "2026"}, by=by, at=AT)
    with pytest.raises(actions.AnswersWrong) as refused:
        actions.submit_draft(draft.pk, by=by, at=AT)
    assert list(refused.value.fields) == ["children/1/born_on"]
    assert "31/2/2026" in refused.value.fields["children/1/born_on"]


def test_unreadable_text_behind_a_question_no_longer_asked_does_not_stand_in_the_way() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(SPLIT), purpose="x", by=by, at=AT), GOOD_SPLIT, by)
    draft = actions.save_answer(draft, "mortgaged", "yes", by=by, at=AT).draft
    draft = actions.save_answer(draft, "bank", "Ngân hàng", by=by, at=AT).draft
    draft = actions.save_answer(draft, "loan", "nhiều", by=by, at=AT).draft
    with pytest.raises(actions.AnswersWrong):
        actions.submit_draft(draft.pk, by=by, at=AT)
    draft = actions.save_answer(draft, "mortgaged", "no", by=by, at=AT).draft
    assert queries.answers_of(actions.submit_draft(draft.pk, by=by, at=AT)) == GOOD_SPLIT


def test_a_draft_survives_a_lost_connection() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    mark = _mark(draft, "/copies")
    first = actions.save_answer(draft, "copies", "2", mark=mark, by=by, at=AT)
    again = actions.save_answer(draft, "copies", "2", mark=mark, by=by, at=AT + timedelta(minutes=5))
    assert again.draft.version == first.draft.version
    assert queries.state_of_draft(queries.draft_of(by, draft.pk)).answers["copies"] == 2


def test_two_tabs_meet_and_what_was_typed_is_kept() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    mark = _mark(draft, "/copies")
    actions.save_answer(draft, "mother_name", "Trần Thị Bình", by=by, at=AT)
    actions.save_answer(draft, "copies", "2", mark=mark, by=by, at=AT)
    with pytest.raises(actions.AnswerChanged) as refused:
        actions.save_answer(draft, "copies", "3", mark=mark, by=by, at=AT)
    assert isinstance(refused.value, Stale)
    assert refused.value.typed == "3"
    assert queries.state_of_draft(queries.draft_of(by, draft.pk)).answers["copies"] == 2


def test_two_clerks_with_the_whole_form_find_each_other() -> None:
    by = clerk()
    draft = actions.start_draft(publish(SPLIT), purpose="x", by=by, at=AT)
    saved = actions.save_form(draft, {"certificate": "AB 123456", "area": "x"}, version=draft.version, by=by, at=AT)
    assert {"/area", "/mortgaged", "/parcels", "/drawing"} == set(saved.errors)
    assert "mét vuông" in saved.errors["/area"]
    same = actions.save_form(draft, {"certificate": "AB 123456", "area": "x"}, version=draft.version, by=by, at=AT)
    assert same.draft.version == saved.draft.version
    with pytest.raises(Stale):
        actions.save_form(draft, {"certificate": "CD 123456"}, version=draft.version, by=by, at=AT)


def test_the_staff_form_takes_rows_of_a_group() -> None:
    by = clerk()
    draft = actions.start_draft(publish(SPLIT), purpose="x", by=by, at=AT)
    typed = {
        "certificate": "AB123456",
        "area": "300",
        "mortgaged": "no",
        "drawing": GOOD_SPLIT["drawing"],
        "parcels": [{"area": "100", "has_road": "yes"}, {"area": "hai", "has_road": "yes"}],
    }
    saved = actions.save_form(draft, typed, version=1, by=by, at=AT)
    assert list(saved.errors) == ["/parcels/1/area"]
    typed["parcels"] = [{"area": "100", "has_road": "yes"}, {"area": "200", "has_road": "yes"}]
    saved = actions.save_form(saved.draft, typed, version=saved.draft.version, by=by, at=AT)
    assert saved.errors == {}
    assert len(queries.answers_of(actions.submit_draft(draft.pk, by=by, at=AT))["parcels"]) == 2


def test_removing_an_item_moves_the_others_up_and_a_second_click_removes_no_other() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(), purpose="x", by=by, at=AT), GOOD_BIRTH, by)
    draft = actions.save_answer(draft, "children/1/sex", "?", by=by, at=AT).draft
    mark = _mark(draft, "/children/0")
    draft = actions.remove_item(draft, "children/0", mark=mark, by=by, at=AT)
    state = queries.state_of_draft(draft)
    assert [child["name"] for child in state.answers["children"]] == ["H'Linh Niê"]
    assert state.typed == {"/children/0/sex": "?"}
    with pytest.raises(actions.AnswerChanged):
        actions.remove_item(draft, "children/0", mark=mark, by=by, at=AT)
    with pytest.raises(actions.NoSuchQuestion):
        actions.remove_item(draft, "children/7", mark=mark, by=by, at=AT)


@pytest.mark.parametrize(
    "pointer", ["children/1/name", "children/0/nothing", "children", "nothing", "children/-1/name"]
)
def test_answers_go_only_where_a_question_stands(pointer: str) -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    with pytest.raises(actions.NoSuchQuestion):
        actions.save_answer(draft, pointer, "An", by=by, at=AT)


def test_a_group_takes_no_more_than_its_number() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    for index in range(6):
        draft = actions.save_answer(draft, f"children/{index}/name", "An", by=by, at=AT).draft
    with pytest.raises(actions.NoSuchQuestion):
        actions.save_answer(draft, "children/6/name", "An", by=by, at=AT)


def test_text_too_long_to_keep_leaves_the_draft_as_it_was() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    saved = actions.save_answer(draft, "note", "a" * 30_000, by=by, at=AT)
    assert "20.000" in saved.errors["/note"]
    assert queries.state_of_draft(saved.draft).typed == {}


def test_submitting_twice_gives_the_same_submission() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(), purpose="x", by=by, at=AT), GOOD_BIRTH, by)
    once = actions.submit_draft(draft, by=by, at=AT)
    assert actions.submit_draft(draft, by=by, at=AT).pk == once.pk
    with pytest.raises(queries.DraftGone):
        actions.submit_draft(draft, by=citizen("binh"), at=AT)
    assert Submission.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_submissions_at_the_same_moment_are_one() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(), purpose="x", by=by, at=AT), GOOD_BIRTH, by)

    def submit(_: int) -> UUID:
        try:
            return actions.submit_draft(draft.pk, by=by, at=AT).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(submit, range(4)))
    assert len(ids) == 1
    assert Submission.objects.count() == 1


def test_a_draft_of_a_replaced_form_is_renewed_and_keeps_its_answers() -> None:
    by = citizen()
    draft = filled(actions.start_draft(publish(), purpose="x", by=by, at=AT), GOOD_BIRTH, by)
    shorter = {"sections": [BIRTH["sections"][0], BIRTH["sections"][2]]}
    publish(shorter, day=date(2026, 11, 23))
    with pytest.raises(actions.FormReplaced):
        actions.submit_draft(draft.pk, by=by, at=AT)
    renewed = actions.renew_draft(draft, by=by, at=AT)
    submission = actions.submit_draft(renewed.pk, by=by, at=AT)
    assert submission.form.version == 2
    assert queries.answers_of(submission)["mother_name"] == "Trần Thị Bình"
    assert "children" not in queries.answers_of(submission)


def test_answers_in_one_go_are_checked_counted_and_taken_once() -> None:
    form, key, by = publish(), new_id(), clerk()
    with pytest.raises(actions.AnswersWrong) as refused:
        actions.submit_answers(form, GOOD_BIRTH | {"copies": 21}, key=key, by=by, at=AT)
    assert list(refused.value.fields) == ["copies"]
    first = actions.submit_answers(form, GOOD_BIRTH | {"relation_other": "Bác"}, key=key, by=by, at=AT)
    assert actions.submit_answers(form, GOOD_BIRTH, key=key, by=by, at=AT).pk == first.pk
    assert queries.answers_of(first) == GOOD_BIRTH
    with pytest.raises(NotAllowed):
        actions.submit_answers(form, GOOD_BIRTH, key=key, by=clerk(), at=AT)
    with pytest.raises(NotAllowed):
        actions.submit_answers(form, GOOD_BIRTH, by=ANONYMOUS, at=AT)


def test_a_correction_makes_a_new_submission_and_names_what_changed() -> None:
    by = clerk()
    first = actions.submit_answers(publish(), GOOD_BIRTH, by=by, at=AT)
    mended = GOOD_BIRTH | {"copies": 3, "mother_name": "Trần Thị Bính"}
    second, changed = actions.correct_submission(first, mended, by=by, at=AT)
    assert changed == ("mother_name", "copies")
    assert second.corrects_id == first.pk
    assert queries.answers_of(first)["copies"] == 2
    entry = Entry.objects.get(subject_id=second.pk)
    assert json.loads(entry.payload)["fields"] == ["mother_name", "copies"]
    assert "Bính" not in str(entry.payload)
    with pytest.raises(Stale):
        actions.correct_submission(first, GOOD_BIRTH | {"copies": 4}, by=by, at=AT)
    with pytest.raises(actions.NothingChanged):
        actions.correct_submission(second, mended, by=by, at=AT)


def test_answers_are_sealed_and_bound_to_their_row() -> None:
    by = clerk()
    one = actions.submit_answers(publish(), GOOD_BIRTH, by=by, at=AT)
    two = actions.submit_answers(publish(), GOOD_BIRTH, by=by, at=AT)
    assert b"068090001234" not in bytes(one.answers_sealed)
    moved = replace_sealed(two, bytes(one.answers_sealed))
    with pytest.raises(Exception, match="^$") as refused:
        queries.answers_of(moved)
    assert type(refused.value).__name__ == "InvalidTag"


def replace_sealed(submission: Submission, sealed: bytes) -> Submission:
    submission.answers_sealed = sealed
    return submission


def test_the_printed_copy_has_headings_with_rows() -> None:
    submission = actions.submit_answers(publish(), GOOD_BIRTH, by=clerk(), at=AT)
    parts = queries.printed_submission(submission)
    assert [part.title for part in parts] == ["Người yêu cầu", "Trẻ 1", "Trẻ 2", "Cha mẹ", "Nhận kết quả"]
    assert parts[1].rows[0].value == "Nguyễn Minh Khôi"
    assert parts[0].rows[1].value == "068090001234"
    assert queries.printed_submission(submission, is_masked=True)[0].rows[1].value == "068•••••••34"


def test_deleting_a_draft_is_for_good() -> None:
    by = citizen()
    draft = actions.start_draft(publish(), purpose="x", by=by, at=AT)
    actions.delete_draft(draft, by=by, at=AT)
    assert not Draft.objects.exists()


def _mark(draft: Draft, pointer: str) -> str:
    from tinhso.kernel.forms.rules.state import mark_of

    return mark_of(draft.form.body, queries.state_of_draft(draft), pointer)
