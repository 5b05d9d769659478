"""Many dossiers at once, several offices on one, and how often a program may call."""

from datetime import timedelta
from uuid import UUID

import pytest

from tests.api.conftest import CallerOf
from tests.api.test_dossiers import filed, problem
from tests.world import World
from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.kernel.cases.actions.batches import run_batch
from tinhso.kernel.cases.models import Batch
from tinhso.kernel.identity.actions import close_client, rotate_secret
from tinhso.kernel.identity.models import ApiClient

pytestmark = pytest.mark.django_db
BY = system_actor("test")


def test_it_works(caller: CallerOf) -> None:
    """A batch is taken at once, done in the background in the client's name, and told row by row."""
    desk = caller("receiver")
    first, second = filed(desk), filed(desk)
    for dossier in (first, second):
        assert desk.act(dossier["number"], "accept", {"receipt": False}).status_code == 200
    seen = [{"number": first["number"], "version": 2}, {"number": second["number"], "version": 1}]
    started = desk.post("/batches", {"act": "hand_over", "dossiers": seen})
    assert started.status_code == 202, started.content
    assert started.json()["total"] == 2
    run_batch(Batch.objects.get(pk=started.json()["id"]), at=now(), most=10)
    job = desk.get(started["Location"].removeprefix("/api/v1")).json()
    assert (job["state"], job["done"], job["refused"]) == ("done", 1, 1)
    assert [(row["dossier"], row["state"], row["code"]) for row in job["rows"]] == [
        (first["number"], "done", ""),
        (second["number"], "refused", "stale"),
    ]
    assert desk.get(f"/dossiers/{first['number']}").json()["state"]["code"] == 4
    problem(caller("handler").get(f"/jobs/{job['id']}"), 404, "not-found")


def test_opinions_notes_and_more_time(caller: CallerOf, world: World) -> None:
    desk, handler = caller("receiver"), caller("handler")
    number = filed(desk)["number"]
    desk.act(number, "accept", {"receipt": False})
    desk.act(number, "hand-over", {})
    note = handler.post(f"/dossiers/{number}/notes", {"text": "Đã gọi điện"})
    assert note.status_code == 201, note.content
    assert [one["text"] for one in desk.get(f"/dossiers/{number}/notes").json()["items"]] == ["Đã gọi điện"]
    unit = str(world.other_case.receipt_unit_id)
    asked = handler.act(number, "ask-opinion", {"question": "Có vướng gì không?", "unit": unit})
    assert asked.status_code == 200, asked.content
    opinions = desk.get(f"/dossiers/{number}/opinions").json()["items"]
    assert [(one["question"], one["unit"], one["verdict"]) for one in opinions] == [("Có vướng gì không?", unit, "")]
    answer = {"verdict": "agree", "text": ""}
    problem(handler.post(f"/opinions/{opinions[0]['id']}/answer", answer), 404, "not-found")  # another office was asked
    nowhere = {"question": "x", "unit": "01890000-0000-7000-8000-000000000000"}
    problem(handler.act(number, "ask-opinion", nowhere), 404, "unit-not-there")


def test_calls_over_the_limit_wait_for_the_next_minute(caller: CallerOf) -> None:
    desk = caller("receiver", "dossiers.read")
    ApiClient.objects.filter(pk=desk.client_id).update(a_minute=2)
    answers = [desk.get("/board") for _ in range(4)]  # a minute may end in between
    over = [answer for answer in answers if answer.status_code == 429]
    assert over
    problem(over[0], 429, "too-many-calls")
    assert 1 <= int(over[0]["Retry-After"]) <= 60
    assert over[0]["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert '"minute";r=0;t=' in over[0]["RateLimit"]


def test_a_new_secret_and_the_old_one_are_both_good_for_a_while(caller: CallerOf) -> None:
    desk = caller("receiver")
    client = ApiClient.objects.get(pk=desk.client_id)
    secret = rotate_secret(client, overlap=timedelta(hours=1), by=BY, at=now())
    assert desk.sign_in().token
    old, desk.secret = desk.secret, secret
    assert desk.sign_in().token
    rotate_secret(client, overlap=timedelta(), by=BY, at=now())
    client.secrets.update(valid_until=now() - timedelta(seconds=1))
    for gone in (old, secret):
        form = {"grant_type": "client_credentials", "client_id": desk.client_id, "client_secret": gone}
        answer = desk.client.post("/api/v1/token", form)
        assert problem(answer, 401, "client-unknown")["error"] == "invalid_client"


def test_a_closed_key_stops_its_tokens_at_once(caller: CallerOf) -> None:
    desk = caller("receiver")
    close_client(ApiClient.objects.get(pk=desk.client_id), by=BY, at=now())
    problem(desk.get("/board"), 401, "token-over")


def test_a_seat_that_ended_takes_its_keys_along(caller: CallerOf) -> None:
    desk = caller("receiver")
    seat = ApiClient.objects.get(pk=desk.client_id).seat
    seat.valid_to = now().date()
    seat.save()
    problem(desk.get("/board"), 401, "token-over")


def test_a_token_that_was_changed_or_is_over_is_not_believed(caller: CallerOf) -> None:
    from tinhso.kernel.identity.queries import token_of

    desk = caller("receiver")
    client = ApiClient.objects.get(pk=desk.client_id)
    good = desk.token
    head, body, signature = good.split(".")
    stale = token_of(client, ("dossiers.read",), now() - timedelta(minutes=16))
    for token in (stale, f"{head}.{body}.{signature[::-1]}", f"{head}..{signature}", "x", ""):
        desk.token = token
        assert desk.get("/board").status_code == 401, token


def test_sandbox_keys_open_nothing_in_production(caller: CallerOf, settings: object) -> None:
    desk = caller("receiver")
    settings.PROFILE = "production"  # type: ignore[attr-defined]
    problem(desk.get("/board"), 401, "token-over")


def test_clients_are_administered_where_their_seat_lies(world: World, caller: CallerOf) -> None:
    """The administrator opens, rotates and closes on the screens; others never see the list."""
    browser = world.client("administrator")
    page = browser.get("/quan-tri/khoa-api").content.decode()
    assert "Dùng thử: thụ lý" in page
    form = {"name": "Phần mềm xã", "login": "thuly", "scope": ["dossiers.read"], "days": "30"}
    opened = browser.post("/quan-tri/khoa-api/moi", form)
    assert "tinhso_live_" in opened.content.decode()
    client = ApiClient.objects.get(name="Phần mềm xã")
    assert "tinhso_live_" in browser.post(f"/quan-tri/khoa-api/{client.pk}/doi-bi-mat").content.decode()
    assert "tinhso_live_" not in browser.get("/quan-tri/khoa-api").content.decode()
    assert browser.post(f"/quan-tri/khoa-api/{client.pk}/dong").status_code == 302
    client.refresh_from_db()
    assert client.closed_at is not None
    assert browser.post("/quan-tri/khoa-api/moi", form | {"login": "khong-co"}).status_code == 422
    assert browser.post("/quan-tri/khoa-api/moi", form | {"days": "-1"}).status_code == 422
    assert world.client("receiver").get("/quan-tri/khoa-api").status_code == 403


def test_endpoints_are_their_clients_own(caller: CallerOf) -> None:
    desk, handler = caller("receiver"), caller("handler")
    body = {"url": "http://127.0.0.1:9/hooks", "events": ["dossier.accepted"]}
    opened = desk.post("/webhooks", body)
    assert opened.status_code == 201, opened.content
    assert opened.json()["secret"].startswith("whsec_")
    path = f"/webhooks/{opened.json()['id']}"
    assert "secret" not in desk.get(path).json()
    problem(handler.get(path), 404, "not-found")
    changed = desk.call("PUT", path, body | {"events": ["*"]}, If_Match=desk.get(path)["ETag"])
    assert changed.json()["events"] == ["*"]
    problem(desk.call("PUT", path, body, If_Match='"1-x"'), 412, "version-passed")
    test = desk.post(f"{path}/test")
    assert test.status_code == 202, test.content
    assert [one["type"] for one in desk.get(f"{path}/deliveries").json()["items"]] == ["webhook.test"]
    refused = desk.post("/webhooks", body | {"events": ["dossier.invented"]})
    assert problem(refused, 422, "webhook-events-unclear")["errors"][0]["pointer"] == "/events"
    problem(desk.post("/webhooks", body | {"url": "http://10.0.0.1/"}), 422, "webhook-address-refused")
    assert desk.call("DELETE", path, If_Match=desk.get(path)["ETag"]).status_code == 204
    problem(desk.get(path), 404, "not-found")
    assert UUID(opened.json()["id"])
