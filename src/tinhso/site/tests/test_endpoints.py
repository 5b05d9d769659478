"""Webhooks on the desk: opened, tried, switched, closed by who is in charge of the client; secrets shown once."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.world import World, sample_world, undone
from tinhso.connectors.webhooks.queries import clients_in_charge
from tinhso.kernel.exchange.kinds import message_title
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.identity.models import ApiClient
from tinhso.kernel.identity.queries import actor_of_account

pytestmark = pytest.mark.django_db
PAGE, HERE = "/quan-tri/webhook", "http://127.0.0.1:9/nhan"


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(made_once: World) -> Iterator[World]:
    with undone():
        yield made_once


@pytest.fixture
def operator(world: World) -> Client:
    return world.client("operator")


def client_of(world: World, who: str) -> ApiClient:
    seat = actor_of_account(world.accounts[who], world.at).seat_id
    return ApiClient.objects.get(seat_id=seat)


def opened(browser: Client, client: ApiClient, **changes: Any) -> Any:
    sent = {"client": str(client.pk), "url": HERE, "events": ["dossier.accepted"], "title": "Phần mềm xã"}
    return browser.post(f"{PAGE}/moi", sent | changes)


def endpoint(browser: Client, client: ApiClient) -> Partner:
    assert opened(browser, client).status_code == 200
    return Partner.objects.filter(settings__client=str(client.pk)).latest("pk")


def test_it_works(operator: Client, world: World) -> None:
    """Opened with its secret on the answer alone; listed, shown, tried."""
    assert "Thêm webhook" in operator.get(PAGE).content.decode()
    answer = opened(operator, client_of(world, "receiver"))
    secret = re.search(r"whsec_[\w+/=]+", answer.content.decode())
    assert secret
    partner = Partner.objects.latest("pk")
    page = f"{PAGE}/{partner.pk}"
    assert "Phần mềm xã" in operator.get(PAGE).content.decode()
    assert operator.post(f"{page}/thu").status_code == 302
    shown = operator.get(page).content.decode()
    assert "Gửi thử webhook" in shown
    assert "Chờ gửi" in shown
    assert secret[0] not in shown
    assert Outgoing.objects.filter(partner=partner, kind="webhook.test").count() == 1


def test_faults_are_said_and_what_was_typed_stays(operator: Client, world: World) -> None:
    client = client_of(world, "receiver")
    for changes, said in (
        ({"url": "ftp://a"}, "Không gửi webhook đến địa chỉ này được"),
        ({"events": ["nonsense"]}, "Chưa chọn loại sự kiện"),
        ({"events": []}, "Chưa chọn loại sự kiện"),
    ):
        answer = opened(operator, client, **changes)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Phần mềm xã" in answer.content.decode()
    assert not Partner.objects.filter(driver="webhooks").exists()


def test_settings_are_changed_once_for_each_version(operator: Client, world: World) -> None:
    partner = endpoint(operator, client_of(world, "receiver"))
    page, version = f"{PAGE}/{partner.pk}", partner.version
    sent = {"version": str(version), "url": f"{HERE}2", "events": ["*"]}
    assert operator.post(page, sent).status_code == 302
    partner.refresh_from_db()
    assert (partner.address, partner.settings["events"]) == (f"{HERE}2", ["*"])
    late = operator.post(page, sent | {"url": f"{HERE}3"})
    assert late.status_code == 409
    assert "Người khác vừa thay đổi" in late.content.decode()


def test_it_is_switched_rotated_and_closed(operator: Client, world: World) -> None:
    partner = endpoint(operator, client_of(world, "receiver"))
    page = f"{PAGE}/{partner.pk}"
    for to, is_active in (("off", False), ("off", False), ("on", True)):
        assert operator.post(f"{page}/bat-tat", {"to": to}).status_code == 302
        partner.refresh_from_db()
        assert partner.is_active is is_active
    assert "whsec_" in operator.post(f"{page}/khoa").content.decode()
    operator.post(f"{page}/dong")
    assert operator.get(page).status_code == 404


def test_who_the_client_acts_as_looks_after_it_and_nobody_else(world: World, operator: Client) -> None:
    partner = endpoint(operator, client_of(world, "receiver"))
    page = f"{PAGE}/{partner.pk}"
    owner, other = world.client("receiver"), world.client("stranger")
    assert owner.get(page).status_code == 200
    assert owner.post(f"{page}/bat-tat", {"to": "on"}).status_code == 302
    for method in (other.get, other.post):
        assert method(page).status_code == 404
    for act in ("thu", "bat-tat", "khoa", "dong"):
        assert other.post(f"{page}/{act}").status_code == 404
    assert "Chưa có webhook nào" in other.get(PAGE).content.decode()
    assert world.client("citizen").get(PAGE).status_code in (302, 403)
    assert not clients_in_charge(actor_of_account(world.accounts["stranger"], world.at)).exists()


def test_the_log_of_the_exchange_speaks_in_words(operator: Client, world: World) -> None:
    partner = endpoint(operator, client_of(world, "receiver"))
    operator.post(f"{PAGE}/{partner.pk}/thu")
    log = operator.get("/quan-tri/trao-doi/nhat-ky").content.decode()
    assert "Gửi thử webhook" in log
    assert "webhook.test" not in log
    for kind, words in (
        ("dossier.accepted", "Tiếp nhận hồ sơ"),
        ("notice", "Thư, tin nhắn thông báo"),
        ("dossier_progress", "Tiến độ giải quyết hồ sơ"),
        ("unheard-of", "unheard-of"),
    ):
        assert message_title(kind) == words
