"""Papers of a sample that are printed and signed when somebody first opens them."""

from datetime import timedelta

import pytest
from django.test import Client

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Stale
from tinhso.kernel.documents import actions, queries
from tinhso.kernel.documents.models import Document
from tinhso.kernel.documents.tests.conftest import AT
from tinhso.kernel.ledger.queries import entries_of

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(days=3)


@pytest.fixture
def unprinted(draft: Document, chairman: Actor, clerk: Actor) -> Document:
    document = actions.seal_unprinted(draft, "personal", by=chairman, at=AT)
    return actions.owe_signature(document, "organisation", by=clerk, at=AT)


def test_it_works(unprinted: Document):
    assert (unprinted.status, unprinted.number, unprinted.file_id) == ("issued", 1, None)
    document = actions.printed(unprinted, at=LATER)
    report = queries.validation_of(document, at=LATER)
    assert report.is_valid
    assert [found.signed_at for found in report.signatures] == [LATER, LATER]
    assert document.issued_on == unprinted.issued_on  # the day of the act stays
    events = [entry.event for entry in entries_of(document)]
    assert events == [
        "document.issued_unprinted", "document.signature_owed",
        "document.printed_late", "document.signed", "document.signed",
    ]  # fmt: skip


def test_the_check_page_prints_it_once(client: Client, unprinted: Document):
    page = client.get(f"/kt/{unprinted.token}").content.decode()
    assert "Văn bản có thật và đang có hiệu lực" in page
    first = Document.objects.get(pk=unprinted.pk)
    client.get(f"/kt/{unprinted.token}")
    assert Document.objects.get(pk=unprinted.pk).file_id == first.file_id
    assert first.signatures.count() == 2


def test_who_holds_the_row_of_before_prints_nothing_twice(unprinted: Document):
    first, second = actions.printed(unprinted, at=LATER), actions.printed(unprinted, at=LATER)
    assert first.file_id == second.file_id
    assert first.signatures.count() == 2


def test_a_paper_that_was_not_printed_takes_no_further_signature(unprinted: Document, clerk: Actor):
    with pytest.raises(actions.NotPrinted):
        actions.sign(unprinted, "organisation", by=clerk, at=AT)


def test_its_words_stand_from_the_act_on(unprinted: Document, chairman: Actor):
    with pytest.raises(actions.AlreadySealed):
        actions.redraft(unprinted, {"title": "khác"}, by=chairman, at=AT)


def test_a_revoked_paper_is_still_printed_and_says_that_it_is_revoked(
    client: Client, unprinted: Document, chairman: Actor
):
    actions.revoke(unprinted, "Cấp sai", by=chairman, at=AT)
    assert "đã bị thu hồi" in client.get(f"/kt/{unprinted.token}").content.decode()


def test_of_two_who_seal_at_once_one_is_told(draft: Document, chairman: Actor):
    other = Document.objects.get(pk=draft.pk)
    actions.seal_unprinted(draft, "personal", by=chairman, at=AT)
    with pytest.raises(Stale):
        actions.seal_unprinted(other, "personal", by=chairman, at=AT)


def test_never_in_production(settings, draft: Document, chairman: Actor):
    settings.PROFILE = "production"
    with pytest.raises(NotAllowed):
        actions.seal_unprinted(draft, "personal", by=chairman, at=AT)
