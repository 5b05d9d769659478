"""The store: what comes in by itself, who sees it, what ends a paper and who is told."""

from datetime import date

import pytest

from tinhso.base.actor import ANONYMOUS, Actor
from tinhso.base.messages import NotAllowed, NotFound
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import AT, NewCase, World
from tinhso.kernel.documents import actions as documents
from tinhso.kernel.documents.kinds import document_kinds
from tinhso.kernel.documents.models import DocumentStatus
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.notices.models import Notice
from tinhso.modules.citizens.results import actions, jobs
from tinhso.modules.citizens.results.models import PaperState, StoredPaper
from tinhso.modules.citizens.results.queries.papers import paper_seen, store_of, visible_papers
from tinhso.modules.citizens.results.queries.seen import seen_of
from tinhso.modules.citizens.results.queries.shown import shown
from tinhso.modules.citizens.results.queries.store import exported, store_found, totals_of
from tinhso.modules.citizens.results.tests.conftest import LATER, NUMBER, Scanned, Staff

pytestmark = pytest.mark.django_db
WHY = {"reason": "Cấp sai đối tượng", "basis": "Quyết định 5/QĐ-UBND"}


def handed_out(world: World, case: Case) -> Case:
    """From acceptance to the result in the applicant's hands."""
    case = cases.accept_case(case, by=world.receiver, at=AT)
    cases.hand_over(case, by=world.receiver, at=AT)
    cases.finish_step(case, by=world.handler, at=AT)
    kind = document_kinds.get("test_result")
    facts = {"title": "Giấy", "rows": [], "signer": {}}
    paper = documents.draft_document(kind, case, facts, unit_id=world.office, title="Giấy", by=world.signer, at=AT)
    paper = documents.seal(paper, by=world.signer, at=AT)
    cases.finish_step(case, by=world.signer, at=AT)
    cases.attach_result(case, paper, code="KQ.1", by=world.clerk, at=AT)
    for charge in case.charges.filter(paid_at=None):
        cases.collect_charge(case, charge, method="cash", by=world.receiver, at=AT)
    return cases.return_result(case, to_name="Mẫu", method="counter", by=world.receiver, at=LATER)


def test_it_works(world: World, new_case: NewCase, owner: Actor) -> None:
    """A result handed out is in its owner's store with nobody doing anything; once, however often it is read."""
    case = handed_out(world, new_case())
    actions.enter_results(case, by=world.citizen, at=LATER)
    actions.enter_results(case, by=world.citizen, at=LATER)
    paper = store_of(owner).get()
    assert (paper.state, paper.code, paper.case_number, paper.kind) == (PaperState.IN_FORCE, "KQ.1", case.number, 1)
    assert paper.document is not None
    assert paper.issuer


def test_the_ledgers_feed_brings_it_in(world: World, new_case: NewCase, owner: Actor) -> None:
    from tinhso.modules.citizens.results.reactions import follow

    case = handed_out(world, new_case())
    entries = list(Entry.objects.filter(subject_id=case.pk))
    assert follow(entries, at=LATER) == 1
    assert follow(entries, at=LATER) == 0
    assert store_of(owner).count() == 1
    assert jobs.follow_batch() == 0  # inside one transaction nothing is below the horizon yet


def test_a_result_not_handed_out_is_in_no_store(world: World, new_case: NewCase, owner: Actor) -> None:
    case = new_case()
    assert actions.enter_results(case, by=world.citizen, at=AT) == []
    assert not store_of(owner).exists()


def test_only_owner_and_unit_see_a_paper(
    staff: Staff, stored: Scanned, scanned: Scanned, owner: Actor, other_citizen: Actor
) -> None:
    paper, waiting = stored(), scanned()
    for actor, sees in (
        (owner, {paper.pk}),
        (other_citizen, set()),
        (ANONYMOUS, set()),
        (staff.digitiser, {paper.pk, waiting.pk}),
        (staff.stranger, set()),
    ):
        listed = set(visible_papers(actor).values_list("pk", flat=True))
        assert listed == sees
        for one in (paper, waiting):
            if one.pk in sees:
                assert paper_seen(actor, one.pk)
            else:
                with pytest.raises(NotFound):
                    paper_seen(actor, one.pk)


def test_revoking_is_seen_by_the_owner_and_on_the_check_page(staff: Staff, stored: Scanned, owner: Actor) -> None:
    paper = stored()
    with pytest.raises(NotAllowed):
        actions.revoke_paper(paper, **WHY, by=staff.digitiser, at=LATER)
    with pytest.raises(actions.declared.ReasonMissing):
        actions.revoke_paper(paper, reason="x", basis=" ", by=staff.keeper, at=LATER)
    gone = actions.revoke_paper(paper, **WHY, by=staff.keeper, at=LATER)
    assert gone.document is not None
    gone.document.refresh_from_db()
    assert gone.document.status == DocumentStatus.REVOKED
    assert "Quyết định 5/QĐ-UBND" in gone.document.status_note
    mine = store_of(owner).get()
    assert shown(mine, date(2026, 11, 26)).word == "đã thu hồi"
    assert [line.title for line in seen_of(mine)][0] == "Giấy tờ trong kho bị thu hồi"
    told = Notice.objects.filter(person_id=owner.person_id).order_by("id")
    assert [one.kind for one in told] == ["results.stored", "results.revoked"]


def test_replacing_leads_from_the_old_paper_to_the_new_one(staff: Staff, stored: Scanned, other_citizen: Actor) -> None:
    from tinhso.kernel.identity.models import Person

    old, new = stored(), stored(number_text="99/2024")
    foreign = stored(Person.objects.get(pk=other_citizen.person_id))
    with pytest.raises(actions.NoSuccessor):
        actions.replace_paper(old, foreign, **WHY, by=staff.keeper, at=LATER)
    with pytest.raises(actions.NoSuccessor):
        actions.replace_paper(old, StoredPaper.objects.get(pk=old.pk), **WHY, by=staff.keeper, at=LATER)
    old = actions.replace_paper(old, new, **WHY, by=staff.keeper, at=LATER)
    assert (old.state, old.replaced_by_id) == (PaperState.REPLACED, new.pk)
    assert new.document is not None
    new.document.refresh_from_db()
    assert new.document.replaces_id == old.document_id


def test_a_document_revoked_elsewhere_is_marked_in_the_store(world: World, new_case: NewCase, owner: Actor) -> None:
    from tinhso.base.actor import staff_actor

    actions.enter_results(handed_out(world, new_case()), by=world.citizen, at=LATER)
    paper = store_of(owner).get()
    assert paper.document is not None
    by = staff_actor(["documents.revoke"], world.office)
    gone = documents.revoke(paper.document, "Thu hồi tại văn thư", by=by, at=LATER)
    assert actions.follow_document(gone, by=by, at=LATER)
    assert not actions.follow_document(gone, by=by, at=LATER)
    assert store_of(owner).get().note == "Thu hồi tại văn thư"


def test_words_find_papers_by_number_title_and_person(staff: Staff, stored: Scanned) -> None:
    paper = stored()
    for text in ("12/2019", "khai sinh", "nguyen thi mau", NUMBER, "KQ.G15.000031"):
        assert [one.pk for one in store_found(staff.keeper, text)] == [paper.pk], text
        assert not store_found(staff.stranger, text).exists()
    assert not store_found(staff.keeper, "không có").exists()
    rows = list(exported(store_found(staff.keeper)))
    assert len(rows) == 1
    assert NUMBER not in str(rows)
    assert totals_of(staff.keeper, date(2026, 11, 26)).in_force == 1


def test_a_paper_past_its_day_no_longer_counts(stored: Scanned) -> None:
    paper = stored(is_lasting=False, valid_until=date(2026, 11, 20))
    assert shown(paper, date(2026, 11, 20)).is_in_force
    assert not shown(paper, date(2026, 11, 21)).is_in_force
    assert shown(paper, date(2026, 11, 21)).word == "đã hết hạn"
