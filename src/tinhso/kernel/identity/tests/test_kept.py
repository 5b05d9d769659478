"""A form sent after the session had ended: nothing typed is lost, and nobody else gets to see it."""

import html
import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tinhso.base.moments import now
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.tests.people import PASSWORD, a_ready_account, code_of
from tinhso.kernel.identity.tests.test_screens import an_administrator, signed_in
from tinhso.shell import kept
from tinhso.shell.session import ENDS

pytestmark = pytest.mark.django_db
NEW, AGAIN = "/quan-tri/can-bo/moi", "/gui-tiep"
TYPED = {"login": "moi", "full_name": "Nguyễn Văn “Mới” <b>"}


def overtaken(account, **choices):
    """A browser whose session ended while its form was being filled in."""
    client = Client(**choices)
    client.cookies = signed_in(account).cookies
    session = client.session
    session[ENDS] = now().timestamp() - 1
    session.save()
    return client


def signs_in(client, account):
    client.post("/dang-nhap", {"login": account.login, "password": PASSWORD, "next": AGAIN})
    return client.post(reverse("identity:staff_code"), {"code": code_of(account, now())})


def hidden(page):
    form = page.partition(f'action="{NEW}"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def test_it_works():
    account = an_administrator()
    client = overtaken(account)
    answer = client.post(NEW, TYPED)
    assert answer.url == "/dang-nhap?next=%2Fgui-tiep"
    assert "giữ lại một giờ" in client.get(answer.url).content.decode()
    assert signs_in(client, account).url == AGAIN
    page = client.get(AGAIN)
    text = page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert f'action="{NEW}"' in text
    assert hidden(text) == TYPED
    assert client.post(NEW, hidden(text)).status_code == 200
    assert Account.objects.filter(login="moi").exists()
    assert "Không còn nội dung" in client.get(AGAIN).content.decode()


def test_the_database_cannot_read_what_is_kept():
    client = overtaken(an_administrator())
    client.post(NEW, TYPED)
    key = client.cookies[kept.COOKIE].value.split(".")[1]
    rows = [row.get_decoded() for row in Session.objects.all()]
    sealed = [row["kept"] for row in rows if "kept" in row]
    assert len(sealed) == 1
    assert key not in str(rows)
    assert "moi" not in str(sealed)
    assert client.cookies[kept.COOKIE]["httponly"]
    assert client.cookies[kept.COOKIE]["max-age"] == kept.FOR_SECONDS


def test_whoever_signs_in_next_at_the_same_computer_sees_nothing():
    client = overtaken(an_administrator())
    client.post(NEW, TYPED)
    other = a_ready_account("khac", "Người Khác")
    signs_in(client, other)
    page = client.get(AGAIN).content.decode()
    assert "Không còn nội dung" in page
    assert "moi" not in hidden(page).values()


def test_before_signing_in_and_in_another_browser_nothing_is_shown():
    account = an_administrator()
    client = overtaken(account)
    client.post(NEW, TYPED)
    assert not hidden(client.get(AGAIN).content.decode()).get("full_name")
    assert "Không còn nội dung" in signed_in(account).get(AGAIN).content.decode()


def test_a_changed_key_opens_nothing():
    account = an_administrator()
    client = overtaken(account)
    client.post(NEW, TYPED)
    value = client.cookies[kept.COOKIE].value
    other = signed_in(account)
    other.cookies[kept.COOKIE] = value[:-1] + ("0" if value[-1] != "0" else "1")
    assert "Không còn nội dung" in other.get(AGAIN).content.decode()


def test_what_was_kept_can_be_given_up():
    account = an_administrator()
    client = overtaken(account)
    client.post(NEW, TYPED)
    signs_in(client, account)
    before = Session.objects.count()
    assert client.post(AGAIN, {"bo": "1"}).url == "/"
    assert Session.objects.count() == before - 1
    assert "Không còn nội dung" in client.get(AGAIN).content.decode()


def test_a_password_is_never_kept():
    client = overtaken(a_ready_account())
    answer = client.post("/tai-khoan/mat-khau", {"current": PASSWORD, "password": "x", "again": "x"})
    assert "gui-tiep" not in answer.url
    assert kept.COOKIE not in client.cookies


def test_files_are_said_to_be_chosen_again(tmp_path):
    account = an_administrator()
    client = overtaken(account)
    paper = tmp_path / "giay.pdf"
    paper.write_bytes(b"%PDF-1.4")
    with paper.open("rb") as file:
        client.post(NEW, {**TYPED, "file": file})
    signs_in(client, account)
    assert "chọn lại tệp" in client.get(AGAIN).content.decode()


def test_a_page_from_before_the_last_sign_in_is_offered_to_be_sent_again():
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(an_administrator()).cookies
    answer = client.post(NEW, TYPED, headers={"origin": "http://testserver"})
    text = answer.content.decode()
    assert answer.status_code == 403
    assert hidden(text) == TYPED
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    assert client.post(NEW, {**hidden(text), "csrfmiddlewaretoken": token}).status_code == 200
    assert Account.objects.filter(login="moi").exists()


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {}, {"origin": "null"}])
def test_what_another_site_sends_is_not_offered(headers):
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in(an_administrator()).cookies
    answer = client.post(NEW, TYPED, headers=headers)
    assert answer.status_code == 403
    assert not hidden(answer.content.decode())
