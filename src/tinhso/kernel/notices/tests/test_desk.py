"""The screens: reading, choosing, wording, trying a channel."""

import re

import pytest
from django.conf import settings as installed
from django.test import Client

from tests.world import session_of
from tinhso.kernel.exchange.models import Outgoing
from tinhso.kernel.identity.actions import create_account, sign_in_citizen
from tinhso.kernel.identity.kinds import CitizenClaims
from tinhso.kernel.identity.models import Person, Seat
from tinhso.kernel.notices.actions import tell, tell_seat
from tinhso.kernel.notices.models import Choice, Delivery, Notice, NoticeText
from tinhso.kernel.notices.queries import letter_of
from tinhso.kernel.notices.tests.conftest import AT, NEWS, SYSTEM, WORK, World

pytestmark = pytest.mark.django_db
TEXT = "/quan-tri/thong-bao/test.news/vi/test_phone"


def browser(account) -> Client:  # type: ignore[no-untyped-def]
    client = Client()
    client.cookies[installed.SESSION_COOKIE_NAME] = session_of(account, _now())
    return client


def _now():  # type: ignore[no-untyped-def]
    from tinhso.base.moments import now

    return now()


@pytest.fixture
def citizen(world: World) -> Client:
    claims = CitizenClaims(issuer="x", subject="1", full_name=world.person.full_name, number="000195000123")
    return browser(sign_in_citizen(claims, method="test", at=_now()))


@pytest.fixture
def official(world: World, settings) -> Client:  # type: ignore[no-untyped-def]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    Seat.objects.filter(pk=world.seat.pk).update(roles=["notices.editor"])
    account, _password = create_account("canbo", Person.objects.get(pk=world.seat.person_id), by=SYSTEM, at=AT)
    return browser(account)


def told(world: World, key: str = "k1") -> Notice:
    return tell(
        NEWS, world.person.pk, {"number": key}, subject=world.person, key=key, path="/tro-giup", by=SYSTEM, at=AT
    )


def unread(page: str) -> str:
    found = re.search(r'class="bell-count">(\d+)', page)
    return found[1] if found else ""


def test_it_works(world: World, citizen: Client) -> None:
    notice = told(world)
    told(world, "k2")
    page = citizen.get("/thong-bao").content.decode()
    assert "Hồ sơ k1" in page and unread(page) == "2"
    opened = citizen.post(f"/thong-bao/{notice.pk}/mo")
    assert opened.url == "/tro-giup"
    assert unread(citizen.get("/thong-bao").content.decode()) == "1"
    citizen.post("/thong-bao/da-doc")
    assert unread(citizen.get("/thong-bao").content.decode()) == ""


def test_an_empty_list_says_what_will_stand_there(world: World, citizen: Client, official: Client) -> None:
    assert "Chưa có thông báo nào" in citizen.get("/thong-bao").content.decode()
    assert "Chưa có thông báo nào" in official.get("/ban/thong-bao").content.decode()
    assert citizen.get("/thong-bao?trang=nan").status_code == 200


def test_nobody_opens_what_somebody_else_was_told(world: World, citizen: Client, official: Client) -> None:
    mine = told(world)
    theirs = tell_seat(WORK, world.seat.pk, {"number": "w"}, subject=world.person, key="w", by=SYSTEM, at=AT)
    assert citizen.post(f"/thong-bao/{theirs.pk}/mo").status_code == 404
    assert official.post(f"/ban/thong-bao/{mine.pk}/mo").status_code == 404
    assert not Notice.objects.exclude(read_at=None).exists()
    page = official.get("/ban/thong-bao").content.decode()
    assert "Hồ sơ w" in page and "Hồ sơ k1" not in page and unread(page) == "1"


def test_a_citizen_chooses_and_what_is_no_channel_is_left_aside(world: World, citizen: Client) -> None:
    page = citizen.get("/thong-bao/cai-dat").content.decode()
    assert "Luôn bật" in page and "từ 21:00 đến 07:00" in page
    done = citizen.post("/thong-bao/cai-dat", {"channels": ["test_mail", "in_app", "<x>"], "language": "en"})
    assert done.status_code == 302
    choice = Choice.objects.get(person=world.person)
    assert choice.channels == {"test_mail": True, "test_phone": False}
    assert choice.language == "en"


def test_words_are_looked_at_saved_and_taken_back(world: World, official: Client) -> None:
    listed = official.get("/quan-tri/thong-bao").content.decode()
    assert TEXT in listed
    looked = official.post(TEXT, {"body": "Tin {number} mới", "do": "preview"}).content.decode()
    assert "Tin H99-1 moi" in looked and "1 tin nhắn" in looked
    assert not NoticeText.objects.exists()
    refused = official.post(TEXT, {"body": "Tin {ten}", "do": "save"})
    assert refused.status_code == 422 and "{ten}" in refused.content.decode()
    assert official.post(TEXT, {"body": "Tin {number}", "do": "save"}).status_code == 302
    assert official.post(TEXT, {"body": "x", "do": "restore"}).status_code == 302
    assert list(NoticeText.objects.order_by("valid_from").values_list("body", flat=True)) == [
        "Tin {number}",
        NEWS.texts["vi"].short,
    ]
    assert official.get("/quan-tri/thong-bao/test.news/xx/in_app").status_code == 404
    assert official.get("/quan-tri/thong-bao/notices.none/vi/in_app").status_code == 404


def test_a_channel_is_tried_with_an_address_of_ones_own(world: World, official: Client) -> None:
    assert official.post("/quan-tri/thong-bao/kenh/test_mail/thu", {"address": " "}).status_code == 422
    assert official.post("/quan-tri/thong-bao/kenh/in_app/thu", {"address": "a@b.vn"}).status_code == 404
    assert official.post("/quan-tri/thong-bao/kenh/test_mail/thu", {"address": "toi@mau.example"}).status_code == 302
    delivery = Delivery.objects.get()
    letter = letter_of(delivery.pk)
    assert letter is not None and letter.to == "toi@mau.example"
    assert Outgoing.objects.get().key == f"notice:{delivery.pk}"
    page = official.get("/quan-tri/thong-bao/kenh").content.decode()
    assert "Thư thử của bạn" in page and "toi@mau.example" not in page
    assert unread(page) == ""


def test_who_has_no_right_sees_neither_words_nor_channels(world: World, citizen: Client, official: Client) -> None:
    Seat.objects.filter(pk=world.seat.pk).update(roles=[])
    for path in ("/quan-tri/thong-bao", TEXT, "/quan-tri/thong-bao/kenh"):
        assert official.get(path).status_code == 403
        assert citizen.get(path).status_code == 403
