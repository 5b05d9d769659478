"""Screens as people walk them: first sign-in, seats, sessions that end, administration, reading a number."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.moments import local_day, now
from tinhso.kernel.identity import actions, queries
from tinhso.kernel.identity.desk.session import back_to
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.models import Account, Consent, Delegation, Person, Seat
from tinhso.kernel.identity.queries.actors import opened_session
from tinhso.kernel.identity.rules import sessions
from tinhso.kernel.identity.tests.people import (
    PASSWORD,
    SYSTEM,
    a_post,
    a_ready_account,
    a_seat,
    a_staff_account,
    a_unit,
    code_of,
)
from tinhso.shell.session import ENDS

pytestmark = pytest.mark.django_db
SIGN_IN = "/dang-nhap"


def signed_in(account):
    """A browser of somebody who signed in just now."""
    client, at = Client(), now()
    session = client.session
    session.update(opened_session(queries.actor_of_account(account, at), account, at))
    session.save()
    client.cookies["tinhso_session"] = session.session_key
    return client


def an_administrator():
    return a_ready_account("quan-tri", "Lê Quản Trị", is_administrator=True)


def a_citizen(number="099188000017"):
    claims = CitizenClaims(issuer="x", subject=number, full_name="Nguyễn Thị Lan", number=number, phone="0912345678")
    return actions.sign_in_citizen(claims, method="test", at=now())


def test_it_works(client):
    account, one_time = a_staff_account(at=now())
    answer = client.post(SIGN_IN, {"login": "hoa", "password": one_time, "next": "/tai-khoan"})
    assert answer.url == reverse("identity:staff_device")
    page = client.get(answer.url).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    account.refresh_from_db()
    assert secret == actions.device_secret(account)
    assert "data:image/svg+xml" in page
    answer = client.post(answer.url, {"code": code_of(account, now())})
    assert answer.url == reverse("identity:staff_new_password")
    answer = client.post(answer.url, {"password": PASSWORD, "again": PASSWORD})
    assert answer.url == "/tai-khoan"
    assert "Đặng Thị Hòa" in client.get("/tai-khoan").content.decode()


def test_later_sign_ins_ask_for_password_and_code(client):
    account = a_ready_account()
    answer = client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD, "next": "/tai-khoan?x=1"})
    assert answer.url == reverse("identity:staff_code")
    assert client.get("/tai-khoan").url.startswith("/dang-nhap/cong-dan")
    answer = client.post(answer.url, {"code": code_of(account, now())})
    assert answer.url == "/tai-khoan?x=1"


def test_no_stage_is_reached_out_of_turn(client):
    account, one_time = a_staff_account(at=now())
    for name in ("staff_code", "staff_device", "staff_new_password"):
        page = client.get(reverse(f"identity:{name}"))
        assert (page.status_code, "quá lâu" in page.content.decode()) == (401, True)
    client.post(SIGN_IN, {"login": "hoa", "password": one_time})
    page = client.post(reverse("identity:staff_new_password"), {"password": PASSWORD, "again": PASSWORD})
    assert page.status_code == 401
    account.refresh_from_db()
    assert account.must_change_password


def test_the_same_words_for_an_unknown_login_and_a_wrong_password(client):
    a_ready_account()
    pages = [client.post(SIGN_IN, {"login": login, "password": "sai mật khẩu"}) for login in ("hoa", "xyz")]
    texts = [re.sub(r"value=\"[^\"]*\"|[0-9a-f-]{36}", "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]
    assert {page.status_code for page in pages} == {422}


def test_after_a_wrong_password_the_login_stays_and_the_password_does_not(client):
    page = client.post(SIGN_IN, {"login": "hoa", "password": "sai-mat-khau", "next": "/tai-khoan"}).content.decode()
    assert 'value="hoa"' in page
    assert 'value="/tai-khoan"' in page
    assert "sai-mat-khau" not in page


def test_the_session_key_changes_at_every_step_up(client):
    account = a_ready_account()
    client.get(SIGN_IN)
    client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD})
    half = client.cookies["tinhso_session"].value
    client.post(reverse("identity:staff_code"), {"code": code_of(account, now())})
    full = client.cookies["tinhso_session"].value
    assert half != full
    stale = Client()
    stale.cookies["tinhso_session"] = half
    assert stale.get("/tai-khoan").status_code == 302


def test_sign_in_pages_are_never_stored(client):
    for path in (SIGN_IN, "/dang-nhap/cong-dan"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_somebody_with_two_seats_chooses_and_changes_and_the_key_changes_too(client):
    account = a_ready_account()
    first, second = a_seat(account.person), a_seat(account.person, roles=[])
    client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD, "next": "/tai-khoan"})
    answer = client.post(reverse("identity:staff_code"), {"code": code_of(account, now())})
    assert answer.url == "/dang-nhap/vi-tri?next=%2Ftai-khoan"
    assert "Xã Thử" in client.get(answer.url).content.decode()
    before = client.cookies["tinhso_session"].value
    assert client.post(answer.url, {"seat": str(second.id), "next": "/tai-khoan"}).url == "/tai-khoan"
    assert client.cookies["tinhso_session"].value != before
    assert client.session[sessions.SEAT] == str(second.id)
    assert client.get("/tai-khoan").wsgi_request.actor.seat_id == second.id
    foreign = a_seat(a_ready_account("khac", "Người Khác").person)
    client.post(reverse("identity:choose_seat"), {"seat": str(foreign.id)})
    assert client.get("/tai-khoan").wsgi_request.actor.seat_id == second.id
    assert first.id != second.id


def test_a_session_whose_rights_changed_goes_on_under_a_new_key():
    account = a_ready_account()
    client = signed_in(account)
    client.get("/tai-khoan")
    before = client.session.session_key
    a_seat(account.person)
    assert client.get("/tai-khoan").wsgi_request.actor.may("tests.stamp")
    assert client.cookies["tinhso_session"].value != before


@pytest.mark.parametrize("ending", ["reset_password", "reset_device", "close_account"])
def test_a_reset_ends_the_sessions_of_the_account(ending):
    account = a_ready_account()
    client = signed_in(account)
    assert client.get("/tai-khoan").status_code == 200
    getattr(actions, ending)(account, by=SYSTEM, at=now())
    assert client.get("/tai-khoan").status_code == 302


def test_an_unused_session_ends_and_its_page_is_come_back_to():
    client = signed_in(an_administrator())
    session = client.session
    session[ENDS] = now().timestamp() - 1
    session.save()
    answer = client.get("/quan-tri/can-bo?trang=2")
    assert answer.url == "/dang-nhap?next=%2Fquan-tri%2Fcan-bo%3Ftrang%3D2"


def test_a_form_that_may_not_be_kept_leads_back_to_its_page():
    client = Client()
    answer = client.post("/tai-khoan/mat-khau", {"password": "x"}, headers={"referer": "http://testserver/tai-khoan"})
    page = client.get(answer.url).content.decode()
    assert 'name="next" value="/tai-khoan"' in page


def test_the_page_to_come_back_to_is_on_this_site(rf):
    request = rf.get("/", headers={"host": "testserver"})
    assert back_to(request, "http://testserver/a?b=1") == "/a?b=1"
    assert back_to(request, "http://evil.example/a") == "/"


def test_signing_out_takes_a_form_and_ends_the_session():
    client = signed_in(a_ready_account())
    assert client.get("/dang-xuat").status_code == 405
    assert client.post("/dang-xuat").url == "/da-dang-xuat"
    assert client.get("/tai-khoan").status_code == 302


def test_one_changes_ones_own_password_by_showing_the_old_one():
    account = a_ready_account()
    client, other = signed_in(account), signed_in(account)
    new = "năm con vịt bơi qua hồ"
    form = {"current": "sai", "password": new, "again": new}
    assert client.post("/tai-khoan/mat-khau", form).status_code == 422
    assert client.post("/tai-khoan/mat-khau", {**form, "current": PASSWORD, "again": "khác"}).status_code == 422
    assert client.post("/tai-khoan/mat-khau", {**form, "current": PASSWORD}).url == "/tai-khoan"
    assert client.get("/tai-khoan").status_code == 200
    assert other.get("/tai-khoan").status_code == 302


def test_an_administrator_opens_an_account_and_sees_its_password_once():
    client = signed_in(an_administrator())
    page = client.post("/quan-tri/can-bo/moi", {"login": "moi", "full_name": "Người Mới"})
    password = re.search(r"<code>([a-z2-9-]{19})</code>", page.content.decode())[1]
    assert "no-store" in page["Cache-Control"]
    account = Account.objects.get(login="moi")
    assert account.check_password(password)
    assert password not in client.get(reverse("identity:account", args=[account.id])).content.decode()
    page = client.post("/quan-tri/can-bo/moi", {"login": "moi", "full_name": "Trùng Tên"})
    assert (page.status_code, "Trùng Tên" in page.content.decode()) == (409, True)
    assert not Person.objects.filter(full_name="Trùng Tên").exists()


def test_an_administrator_gives_a_seat_ends_it_delegates_and_takes_back():
    client, account = signed_in(an_administrator()), a_ready_account()
    unit = a_unit()
    post, other_post = a_post(unit), a_post(unit, "Phó Chủ tịch")
    receiver = a_ready_account("pho", "Người Phó")
    to_seat = a_seat(receiver.person, other_post, roles=[])
    base = reverse("identity:account", args=[account.id])
    assert post.title in client.get(f"{base}?unit=Xã Thử").content.decode()
    on = local_day(now())
    day = {"from-day": on.day, "from-month": on.month, "from-year": on.year}
    wrong = client.post(f"{base}/vi-tri", {"unit": "Xã Thử", "post": str(post.id), "roles": ["tests.clerk"]})
    assert wrong.status_code == 422
    client.post(f"{base}/vi-tri", {"unit": "Xã Thử", "post": str(post.id), "roles": ["tests.clerk"], **day})
    seat = Seat.objects.get(person=account.person)
    until = on + timedelta(days=2)
    days = {f"lent-from-{k}": v for k, v in (("day", on.day), ("month", on.month), ("year", on.year))}
    days |= {f"lent-to-{k}": v for k, v in (("day", until.day), ("month", until.month), ("year", until.year))}
    form = {"from_seat": str(seat.id), "to_seat": str(to_seat.id), "lent": ["tests.clerk"], "decision": "QĐ 5", **days}
    assert client.post(f"{base}/uy-quyen", form).status_code == 302
    assert queries.actor_of_account(receiver, now()).may("tests.stamp", unit.id)
    delegation = Delegation.objects.get()
    assert "QĐ 5" in client.get(base).content.decode()
    client.post(f"{base}/uy-quyen/{delegation.id}/thu-hoi")
    assert not queries.actor_of_account(receiver, now()).may("tests.stamp", unit.id)
    end = {"end-day": until.day, "end-month": until.month, "end-year": until.year}
    client.post(f"{base}/vi-tri/{seat.id}/thoi", end)
    seat.refresh_from_db()
    assert seat.valid_to == until


def test_administration_is_closed_to_everybody_else():
    account = a_ready_account()
    names = ("staff", "new_account")
    paths = [reverse(f"identity:{name}") for name in names] + [reverse("identity:account", args=[account.id])]
    for path in paths:
        assert Client().get(path).status_code == 302
        assert signed_in(account).get(path).status_code == 403
        assert signed_in(a_citizen()).get(path).status_code == 403


def test_a_units_administrator_sees_the_people_of_the_unit_and_the_unseated_alone():
    here = a_unit()
    chief = a_ready_account("chi-huy", "Người Quản Lý")
    a_seat(chief.person, a_post(here), roles=["identity.administrator"])
    mine, other = a_ready_account("mot", "Người Một"), a_ready_account("hai", "Người Hai")
    a_seat(mine.person, a_post(here))
    a_seat(other.person, a_post())
    an_administrator()
    client = signed_in(chief)
    page = client.get("/quan-tri/can-bo").content.decode()
    assert "Người Một" in page
    assert "Người Hai" not in page
    assert "Lê Quản Trị" not in page
    for path in ("", "/mat-khau", "/thiet-bi", "/khoa"):
        method = client.post if path else client.get
        assert method(reverse("identity:account", args=[other.id]) + path).status_code == 404


def test_the_list_of_staff_takes_the_same_few_queries_however_long(django_assert_max_num_queries):
    client = signed_in(an_administrator())
    unit = a_unit()
    for n in range(12):
        a_seat(a_ready_account(f"ten-{n}", f"Người Số {n}").person, a_post(unit))
    with django_assert_max_num_queries(12):
        page = client.get("/quan-tri/can-bo").content.decode()
    assert page.count("Công chức một cửa – Xã Thử") == 12
    assert "Người Số 7" in client.post("/quan-tri/can-bo", {"text": "nguoi so 7"}).content.decode()


def test_a_citizen_changes_contacts_and_lets_somebody_apply_for_them():
    account = a_citizen()
    client = signed_in(account)
    page = client.post("/tai-khoan/lien-he", {"phone": "12", "email": "lan@mau.example"})
    assert (page.status_code, 'value="lan@mau.example"' in page.content.decode()) == (422, True)
    client.post("/tai-khoan/lien-he", {"phone": "0987 654 321", "email": "lan@mau.example"})
    assert queries.contact_of(account.person).phone in ("0987654321", "0912345678")
    assert queries.contact_of(Person.objects.get(id=account.person_id)).phone == "0987654321"
    form = {"name": "Trần Văn Con", "number": "099088000099", "relation": "con"}
    client.post("/tai-khoan/nop-ho", form)
    consent = Consent.objects.get()
    assert queries.may_represent(consent.representative_id, account.person_id)
    assert client.post("/tai-khoan/nop-ho", {**form, "name": "Tên Khác Hẳn"}).status_code == 422
    assert signed_in(a_citizen("099188000025")).post(f"/tai-khoan/nop-ho/{consent.id}/rut").status_code == 404
    client.post(f"/tai-khoan/nop-ho/{consent.id}/rut")
    assert not queries.may_represent(consent.representative_id, account.person_id)


def test_numbers_cannot_be_guessed_through_the_consent_form():
    a_citizen("099188000025")
    client = signed_in(a_citizen())
    form = {"name": "Tên Đoán Mò", "number": "099188000025", "relation": "con"}
    answers = [client.post("/tai-khoan/nop-ho", form).status_code for _ in range(6)]
    assert answers == [422] * 5 + [429]


def test_a_number_is_read_on_its_page_with_a_reason():
    person = a_citizen().person
    clerk = a_ready_account()
    path = reverse("identity:reveal", args=[person.id])
    assert signed_in(clerk).get(path).status_code == 403
    a_seat(clerk.person, roles=["tests.reader"])
    client = signed_in(clerk)
    assert "099188000017" not in client.get(path).content.decode()
    assert client.post(path, {"reason": "xem"}).status_code == 422
    page = client.post(path, {"reason": "đối chiếu với bản giấy"})
    assert "099188000017" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_a_citizen_account_has_no_password_to_sign_in_with(client):
    account = a_citizen()
    page = client.post(SIGN_IN, {"login": account.login, "password": ""})
    assert page.status_code == 422
    assert escape("không đúng") in page.content.decode()


def test_behind_a_proxy_the_address_it_saw_counts_and_nothing_the_browser_claims(rf, settings):
    from tinhso.kernel.identity.desk.session import source_address

    request = rf.get("/", headers={"x-forwarded-for": "1.1.1.1, 10.9.8.7"}, REMOTE_ADDR="10.0.0.5")
    assert source_address(request) == "10.0.0.5"
    settings.ENV = {**settings.ENV, "TINHSO_BEHIND_PROXY": True}
    assert source_address(request) == "10.9.8.7"


def test_half_signed_in_is_nobody(client):
    a_ready_account()
    client.post(SIGN_IN, {"login": "hoa", "password": PASSWORD})
    assert client.get("/tai-khoan").wsgi_request.actor == Actor(ActorKind.ANONYMOUS)
