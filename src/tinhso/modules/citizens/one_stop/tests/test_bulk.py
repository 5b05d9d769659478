"""Bulk acts on the desk: seen before, run once in the background, a result for each, taken back; and single undo."""

import re
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from pypdf import PdfReader

from tests.world import World
from tinhso.base.moments import now
from tinhso.kernel.cases.actions.batches import run_batch
from tinhso.kernel.cases.models import Batch, Case, State
from tinhso.kernel.cases.queries import listed_cases
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.rules.lists import as_filters, read_choice
from tinhso.modules.citizens.one_stop.tests.test_work_lists import more_cases

pytestmark = pytest.mark.django_db
BULK = "/ban/hang-loat/moi"


def waiting(world: World) -> list[Case]:
    """What the handler of the ward holds or may take, and one that is at another step."""
    ward = Case.objects.filter(receipt_unit_id=world.case.receipt_unit_id)
    mine = list(ward.filter(step_right="cases.process", state=State.IN_PROGRESS).order_by("number"))
    return [*mine, ward.filter(step_right="documents.sign").order_by("number")[0]]


def picked(cases: list[Case]) -> list[str]:
    return [f"{case.number}:{case.version}" for case in cases]


def started(client: Client, cases: list[Case], key: str = "k1", **more: Any) -> Batch:
    answer = client.post(BULK, {"viec": "assign", "chon": picked(cases), "run": "1", "key": key, **more})
    assert answer.status_code == 302, answer.content.decode()[:500]
    return Batch.objects.get(pk=answer.headers["Location"].rpartition("/")[2])


def seat(world: World, who: str) -> str:
    return str(actor_of_account(world.accounts[who], world.at).seat_id)


def test_it_works(world: World) -> None:
    text = world.client("handler").get("/ban/viec").content.decode()
    assert 'form="bulk"' in text
    assert "Phân công, chuyển người giữ" in text


def test_the_preview_says_what_will_happen_to_each_and_writes_nothing(world: World) -> None:
    cases = waiting(world)
    stale = cases[0]
    picks = [f"{stale.number}:{stale.version - 1}", *picked(cases[1:])]
    text = world.client("handler").post(BULK, {"viec": "assign", "chon": picks}).content.decode()
    assert f"Sẽ làm {len(cases) - 2} trong {len(cases)} hồ sơ" in text
    assert "Người khác vừa thay đổi mục này" in text
    assert not Batch.objects.exists()


def test_many_are_given_away_once_with_a_result_for_each_and_taken_back(world: World) -> None:
    handler, cases = world.client("handler"), waiting(world)
    before = {case.pk: case.step_seat_id for case in cases}
    batch = started(handler, cases, seat=seat(world, "handler"))
    assert started(handler, cases, seat=seat(world, "handler")) == batch  # pressed twice: one batch
    page = f"/ban/hang-loat/{batch.pk}"
    assert 'hx-trigger="every 2s"' in handler.get(page).content.decode()
    assert run_batch(batch, at=now(), most=100)
    text = handler.get(page).content.decode()
    assert f"Đã làm {len(cases) - 1}, không làm được 1, đang chờ 0" in text
    assert "every 2s" not in text
    assert world.client("signer").get(page).status_code == 404
    retried = re.findall(r'name="chon" value="([^"]+)"', text)
    assert [one.partition(":")[0] for one in retried] == [cases[-1].number]
    handler.post(f"{page}/hoan-tac")
    batch.refresh_from_db()
    assert run_batch(batch, at=now(), most=100)
    assert {case.pk: Case.objects.get(pk=case.pk).step_seat_id for case in cases} == before
    assert "Đã hoàn tác" in handler.get(page).content.decode()
    assert "Phân công, chuyển người giữ" in handler.get("/ban/hang-loat").content.decode()


def test_of_sixty_two_refuse_and_say_why(world: World) -> None:
    """A morning's pile is given away; two were taken up by a colleague while the list was open."""
    more_cases(world, 60)
    handler = world.client("handler")
    pile = list(Case.objects.filter(number__regex=r"-50\d\d$", state=State.IN_PROGRESS).order_by("number"))
    assert len(pile) == 60
    chosen = picked(pile)
    for case in pile[7:9]:
        handler.post(f"/ban/ho-so/{case.number}/nhan-viec", {"version": str(case.version)})
    answer = handler.post(BULK, {"viec": "assign", "chon": chosen, "seat": seat(world, "handler")})
    assert "Sẽ làm 58 trong 60 hồ sơ" in answer.content.decode()
    sent = {"viec": "assign", "chon": chosen, "run": "1", "key": "k60", "seat": seat(world, "handler")}
    page = handler.post(BULK, sent).headers["Location"]
    batch = Batch.objects.get(pk=page.rpartition("/")[2])
    assert not run_batch(batch, at=now(), most=25)
    assert "Đã làm 23, không làm được 2, đang chờ 35" in handler.get(page).content.decode()
    assert run_batch(batch, at=now(), most=50)
    text = handler.get(page).content.decode()
    assert "Đã làm 58, không làm được 2, đang chờ 0" in text
    refused = re.findall(r'name="chon" value="([^":]+)', text)
    assert refused == [case.number for case in pile[7:9]]
    assert "Người khác vừa thay đổi mục này" in text
    handler.post(f"{page}/hoan-tac")
    batch.refresh_from_db()
    assert run_batch(batch, at=now(), most=100)
    holder = Case.objects.filter(pk__in=[case.pk for case in pile]).exclude(step_seat=None).order_by("number")
    assert list(holder) == pile[7:9]


def test_the_whole_list_can_be_chosen_and_not_the_page_alone(world: World) -> None:
    more_cases(world, 60)
    handler, query = world.client("handler"), "ma=1.001193&sap=-nop"
    text = handler.get(f"/ban/viec?{query}").content.decode()
    assert text.count('name="chon"') == 50
    assert 'name="ca-danh-sach"' in text
    sent = {"viec": "assign", "ca-danh-sach": "1", "query": query, "chon": "x:1"}
    shown = handler.post(BULK, sent).content.decode()
    found = listed_cases(
        actor_of_account(world.accounts["handler"], now()), as_filters(read_choice({"ma": "1.001193"}), now()), now()
    )
    assert shown.count('name="chon"') == found.count() > 60
    words = handler.post("/ban/viec", {"tim": "không ai tên thế"}).headers["Location"].partition("?")[2]
    assert handler.post(BULK, {"viec": "assign", "ca-danh-sach": "1", "query": words}).status_code == 422
    assert 'name="ca-danh-sach"' not in handler.get(f"/ban/viec?{words}").content.decode()


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({}, 404),
        ({"viec": "assign"}, 422),
        ({"viec": "assign", "chon": "x:y"}, 422),
        ({"viec": "sign", "chon": "a:1"}, 403),
    ],
)
def test_nonsense_and_acts_of_others_are_refused(world: World, data: dict[str, str], status: int) -> None:
    assert world.client("handler").post(BULK, data).status_code == status


def test_nobody_acts_on_dossiers_they_do_not_see(world: World) -> None:
    text = world.client("stranger").post(BULK, {"viec": "assign", "chon": picked(waiting(world))}).content.decode()
    assert "Sẽ làm 0 trong 0 hồ sơ" in text


def test_what_was_just_done_is_taken_back_unless_somebody_went_on(world: World) -> None:
    handler, case = world.client("handler"), waiting(world)[0]
    page = f"/ban/ho-so/{case.number}"
    handler.post(f"{page}/nhan-viec", {"version": str(case.version)})
    case.refresh_from_db()
    assert str(case.step_seat_id) == seat(world, "handler")
    assert "Hoàn tác việc vừa làm" in handler.get(page).content.decode()
    handler.post(f"{page}/hoan-tac")
    case.refresh_from_db()
    assert case.step_seat_id is None
    handler.post(f"{page}/ghi-chu", {"note": "Gọi lại"})
    handler.post(f"{page}/hoan-tac")
    assert not case.notes.filter(removed_at=None).exists()
    handler.post(f"{page}/nhan-viec", {"version": str(case.version)})
    case.refresh_from_db()
    world.client("signer").post(f"{page}/phan-cong", {"version": str(case.version), "seat": ""})
    assert handler.post(f"{page}/hoan-tac").status_code == 409


def test_online_dossiers_are_accepted_one_after_another(world: World) -> None:
    receiver = world.client("receiver")
    text = receiver.get("/ban/hop-thu").content.decode()
    numbers = re.findall(r'data-open href="/ban/ho-so/([^"]+)"', text)
    assert len(numbers) >= 2
    assert "Phản hồi trước" in text
    case = Case.objects.get(number=numbers[0])
    answer = receiver.post(f"/ban/ho-so/{numbers[0]}/tiep-nhan", {"version": str(case.version), "go": "next"})
    assert answer.headers["Location"] == f"/ban/ho-so/{numbers[1]}"
    assert numbers[0] not in receiver.get("/ban/hop-thu").content.decode()
    assert world.client("handler").get("/ban/hop-thu").status_code == 403


def test_receipts_of_many_dossiers_are_printed_as_one_file(world: World) -> None:
    receiver = world.client("receiver")
    ward = Case.objects.filter(receipt_unit_id=world.case.receipt_unit_id)
    cases = list(ward.exclude(received_at=None).order_by("number")[:3])
    new = ward.filter(state=State.NEW).order_by("number")[0]
    answer = receiver.post("/ban/hang-loat/giay-hen", {"chon": picked([*cases, new])})
    pages = [page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages]
    assert [any(case.number in text for text in pages) for case in [*cases, new]] == [True, True, True, False]
    assert [entries_of(case).filter(event="one_stop.receipt_printed").count() for case in cases] == [1, 1, 1]
    assert receiver.post("/ban/hang-loat/giay-hen", {"chon": picked([new])}).status_code == 302
    stranger = world.client("stranger").post("/ban/hang-loat/giay-hen", {"chon": picked(cases)})
    assert stranger.status_code == 302
