"""What anybody sees of an entry, and what stays closed."""

import json
from uuid import uuid4

import pytest
from django.urls import reverse

from tinhso.kernel.ledger.models import Entry
from tinhso.kernel.ledger.rules.proofs import proof_findings
from tinhso.kernel.ledger.tests.happenings import happen

pytestmark = pytest.mark.django_db


def test_it_works(client, sealed_entries):
    page = client.get(reverse("ledger:proof", args=[sealed_entries[5]]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "Có việc thử" in text and "Đã niêm phong" in text
    assert reverse("ledger:proof_file", args=[sealed_entries[5]]) in text


def test_actor_seat_unit_request_and_payload_are_shown_nowhere(client, sealed_entries):
    entry = Entry.objects.get(pk=sealed_entries[6])
    closed = [entry.actor_id, entry.seat_id, entry.unit_id, entry.request_id, json.loads(entry.payload)["number"]]
    for name in ("proof", "proof_file"):
        text = client.get(reverse(f"ledger:{name}", args=[entry.id])).content.decode()
        assert str(entry.id) in text
        assert [str(value) for value in closed if value and str(value) in text] == []


def test_the_file_is_a_proof_that_holds(client, sealed_entries):
    response = client.get(f"/so-cai/{sealed_entries[200]}.json")
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert proof_findings(json.loads(response.content)) == []


def test_an_entry_not_sealed_yet_says_so_and_its_file_asks_to_wait(client, sealed_entries):
    entry = happen()
    assert "Chưa niêm phong" in client.get(f"/so-cai/{entry}").content.decode()
    assert client.get(f"/so-cai/{entry}.json").status_code == 409


@pytest.mark.parametrize("ending", ["", ".json"])
def test_an_unknown_entry_is_not_found(client, ending):
    assert client.get(f"/so-cai/{uuid4()}{ending}").status_code == 404


def test_the_page_asks_the_database_a_fixed_number_of_times(client, sealed_entries, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get(f"/so-cai/{sealed_entries[-1]}")
