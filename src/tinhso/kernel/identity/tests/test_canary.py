"""A number that belongs to nobody goes through every screen: it may appear in no log, no address, no ledger entry."""

import logging

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tinhso.base.moments import now
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.tests.people import PASSWORD, SYSTEM, a_ready_account, a_seat, code_of
from tinhso.kernel.identity.tests.test_screens import signed_in
from tinhso.kernel.ledger.models import Entry

pytestmark = pytest.mark.django_db
CANARY = "099188424242"
OTHER = "099088353535"
PHONE = "0912737373"
MAIL = "canary@mau.example"
SECRETS = (CANARY, OTHER, PHONE, MAIL, PASSWORD)


def walk():
    """Signs in citizen and staff, right and wrong, and uses every form that takes something personal."""
    claims = CitizenClaims(
        issuer="x",
        subject=CANARY,
        full_name="Nguyễn Thị Lan",
        number=CANARY,
        phone=PHONE,
        email=MAIL,
        address="Đạ Huoai",
    )
    account = actions.sign_in_citizen(claims, method="test", at=now())
    seen = _walk_as_citizen(signed_in(account))
    clerk = a_ready_account()
    a_seat(clerk.person, roles=["tests.reader"])
    return seen + _walk_as_staff(clerk, account.person)


def _walk_as_citizen(client):
    pages = [client.get("/tai-khoan"), client.post("/tai-khoan/lien-he", {"phone": PHONE + "999", "email": MAIL})]
    form = {"name": "Trần Văn Con", "number": OTHER, "relation": "con"}
    pages += [client.post("/tai-khoan/nop-ho", {**form, **wrong}) for wrong in ({}, {"number": OTHER + "1"})]
    return [*pages, client.post("/dang-xuat")]


def _walk_as_staff(clerk, person):
    client = Client()
    pages = [
        client.post("/dang-nhap", {"login": CANARY, "password": PASSWORD}),
        client.get("/dang-nhap/cong-dan/tro-lai", {"state": "x"}),
        client.post("/dang-nhap", {"login": "hoa", "password": PASSWORD}),
        client.post(reverse("identity:staff_code"), {"code": code_of(clerk, now())}),
    ]
    path = reverse("identity:reveal", args=[person.id])
    pages += [client.get(path), client.post(path, {"reason": "x"})]
    return [*pages, client.post(path, {"reason": f"đối chiếu {CANARY} với bản giấy"})]


def test_it_works(caplog, capfd):
    with caplog.at_level(logging.DEBUG):
        pages = walk()
    assert CANARY in pages[-1].content.decode(), "the walk did reach the number"
    logged = caplog.text + "".join(capfd.readouterr())
    assert "sign-in failed" in logged, "the walk did write logs"
    for secret in SECRETS:
        assert secret not in logged
        for page in pages:
            assert secret not in page.wsgi_request.get_full_path()
            assert secret not in page.headers.get("Location", "")


def test_no_ledger_entry_holds_anything_personal():
    walk()
    entries = list(Entry.objects.all())
    assert {"identity.person_created", "identity.signed_in", "identity.number_revealed"} <= {e.event for e in entries}
    for entry in entries:
        for secret in (*SECRETS, "Nguyễn", "Lan", "Trần", "Đạ Huoai"):
            assert secret not in entry.payload, entry.event


def test_no_table_holds_the_number_readable():
    walk()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(t)::text, ' '), '') FROM \"{table}\" t")  # noqa: S608
            rows = cursor.fetchone()[0]
            for secret in (CANARY, OTHER, PHONE, MAIL):
                assert secret not in rows, table
                assert secret.encode().hex() not in rows, table


def test_refusals_do_not_repeat_what_was_typed():
    for number in (CANARY + "9", CANARY):
        try:
            actions.create_person("A B", number=number, source="counter", by=SYSTEM, at=now())
            actions.create_person("C D", number=number, source="counter", by=SYSTEM, at=now())
        except (actions.BadNumber, actions.NumberTaken) as refusal:
            assert number not in f"{refusal!r} {refusal}"
        else:
            raise AssertionError("both should be refused")
