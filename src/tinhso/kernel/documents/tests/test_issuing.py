"""From draft to a numbered, sealed, signed paper, and what it refuses on the way."""

import json
from hashlib import sha256

import pytest
from cryptography.exceptions import InvalidTag

from tinhso.base.actor import Actor, staff_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, NotFound, Stale
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.kinds import DocumentKind
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.tests.conftest import AT, draft_of, kind
from tinhso.kernel.ledger.actions import SubjectRef
from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.organisations.models import Unit

pytestmark = pytest.mark.django_db


def test_it_works(draft: Document, clerk: Actor, chairman: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    signed = actions.sign(sealed, "personal", by=chairman, at=AT)
    signed = actions.sign(signed, "organisation", by=clerk, at=AT)
    assert (signed.number, signed.symbol, signed.status) == (1, "GKS-ĐT", "issued")
    report = queries.validation_of(signed, at=AT)
    assert report.is_valid, report
    assert report.summary == "Văn bản còn nguyên vẹn, có 2 chữ ký số hợp lệ."
    assert sha256(queries.bytes_of(signed)).hexdigest() == signed.file_id


def test_each_act_leaves_one_entry_without_names_and_a_draft_leaves_none(signed: Document, draft: Document):
    entries = Entry.objects.filter(subject_id=signed.pk).order_by("id")
    assert [entry.event for entry in entries] == ["document.sealed", "document.signed", "document.signed"]
    assert "Nguyễn" not in str([entry.payload for entry in entries])
    assert json.loads(entries[0].payload)["sha256"] == signed.sealed_sha256


def test_facts_are_sealed_at_rest_and_bound_to_their_document(draft: Document, clerk: Actor):
    assert "Ỷ".encode() not in bytes(draft.facts_sealed)
    assert queries.facts_of(draft)["title"] == "Giấy khai sinh"
    other = draft_of(draft, clerk)
    other.facts_sealed = draft.facts_sealed
    with pytest.raises(InvalidTag):
        queries.facts_of(other)


def test_redrafting_an_old_version_is_refused(draft: Document, clerk: Actor):
    actions.redraft(draft, {"title": "Mới"}, by=clerk, at=AT)
    with pytest.raises(Stale):
        actions.redraft(draft, {"title": "Cũ"}, by=clerk, at=AT)
    assert queries.facts_of(Document.objects.get(pk=draft.pk)) == {"title": "Mới"}


def test_a_sealed_document_cannot_be_redrafted_or_sealed_again(draft: Document, clerk: Actor):
    sealed = actions.seal(draft, by=clerk, at=AT)
    with pytest.raises(actions.AlreadySealed):
        actions.redraft(sealed, {}, by=clerk, at=AT)
    with pytest.raises(actions.AlreadySealed):
        actions.seal(sealed, by=clerk, at=AT)


def test_the_number_given_first_stays_through_sealing(draft: Document, clerk: Actor):
    numbered = actions.issue_number(draft, by=clerk, at=AT)
    again = actions.issue_number(numbered, by=clerk, at=AT)
    sealed = actions.seal(again, by=clerk, at=AT)
    assert numbered.number == again.number == sealed.number == 1


def test_a_receipt_has_no_number_of_its_own(subject: SubjectRef, unit: Unit, clerk: Actor, draft: Document):
    from tinhso.kernel.documents.rules.render import LIBRARY
    from tinhso.kernel.documents.tests.papers import FACTS

    receipt = kind("tests.receipt", LIBRARY / "form-01.typ")
    facts = {key: value for key, value in FACTS["form-01"].items() if key != "paper"}
    paper = actions.draft_document(receipt, subject, facts, unit_id=unit.pk, title="Biên nhận", by=clerk, at=AT)
    with pytest.raises(actions.NoRegister):
        actions.issue_number(paper, by=clerk, at=AT)
    sealed = actions.seal(paper, by=clerk, at=AT)
    assert sealed.number is None
    signed = actions.sign(sealed, "personal", by=clerk, at=AT)
    assert queries.validation_of(actions.sign(signed, "organisation", by=clerk, at=AT), at=AT).is_valid


@pytest.mark.parametrize("act", ["issue_number", "seal"])
def test_who_lacks_the_right_in_that_unit_is_refused(act: str, draft: Document):
    elsewhere = staff_actor(["documents.issue", "documents.sign"], new_id())
    with pytest.raises(NotAllowed):
        getattr(actions, act)(draft, by=elsewhere, at=AT)


def test_signing_asks_for_a_seal_a_seat_and_the_right_kind_of_right(draft: Document, clerk: Actor, unit: Unit):
    with pytest.raises(actions.NotSealed):
        actions.sign(draft, "personal", by=clerk, at=AT)
    sealed = actions.seal(draft, by=clerk, at=AT)
    with pytest.raises(actions.NobodyToSign):
        actions.sign(sealed, "personal", by=staff_actor(["documents.sign"], unit.pk), at=AT)
    with pytest.raises(NotAllowed):
        actions.sign(sealed, "organisation", by=staff_actor(["documents.sign"], unit.pk), at=AT)


def test_the_same_person_signs_once(draft: Document, clerk: Actor, chairman: Actor):
    signed = actions.sign(actions.seal(draft, by=clerk, at=AT), "personal", by=chairman, at=AT)
    with pytest.raises(actions.AlreadySigned):
        actions.sign(signed, "personal", by=chairman, at=AT)
    both = actions.sign(signed, "personal", by=clerk, at=AT)
    assert [s.signer_name for s in both.signatures.order_by("order")] == ["K'Brểu Nguyễn Thị Ngọc Ỷ", "Trần Văn Hậu"]


def test_a_template_at_fault_costs_no_number(subject: SubjectRef, unit: Unit, clerk: Actor, draft: Document, tmp_path):
    import typst

    (tmp_path / "broken.typ").write_text("#panic(1)")
    broken = kind("tests.broken", tmp_path / "broken.typ", "khai-sinh", "GKS-{unit}")
    paper = actions.draft_document(broken, subject, {}, unit_id=unit.pk, title="Hỏng", by=clerk, at=AT)
    with pytest.raises(typst.TypstError):
        actions.seal(paper, by=clerk, at=AT)
    assert actions.seal(draft, by=clerk, at=AT).number == 1


def test_a_revoked_document_cannot_be_signed_or_revoked_again(signed: Document, clerk: Actor, chairman: Actor):
    gone = actions.revoke(signed, "Cấp sai thẩm quyền", by=chairman, at=AT)
    assert (gone.status, gone.status_note) == ("revoked", "Cấp sai thẩm quyền")
    with pytest.raises(actions.NotInForce):
        actions.revoke(gone, "lần nữa", by=chairman, at=AT)
    with pytest.raises(actions.NotInForce):
        actions.sign(gone, "personal", by=clerk, at=AT)


def test_a_replaced_document_leads_to_its_successor(signed: Document, clerk: Actor, chairman: Actor):
    heir = actions.seal(draft_of(signed, clerk), by=clerk, at=AT)
    old = actions.replace(signed, heir, "Cải chính ngày sinh", by=chairman, at=AT)
    assert old.status == "replaced"
    assert Document.objects.get(pk=heir.pk).replaces_id == old.pk


def test_documents_are_found_by_subject_and_read_by_who_may(
    signed: Document, subject: SubjectRef, clerk: Actor, birth_certificate: DocumentKind
):
    from tinhso.base.actor import ANONYMOUS

    assert list(queries.documents_of(subject)) == [signed]
    assert queries.pdf_of(signed, clerk) == queries.bytes_of(signed)
    with pytest.raises(NotFound):
        queries.pdf_of(signed, ANONYMOUS)


def test_a_draft_is_not_found_by_its_token_but_can_be_looked_at(draft: Document):
    assert queries.document_by_token(draft.token) is None
    assert queries.preview_of(draft).startswith(b"%PDF")
