"""The day at the desk: every number leads to the list it counts; online arrivals say by when they must be answered."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.world import World
from tinhso.base.actor import system_actor
from tinhso.base.moments import LOCAL
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.modules.citizens.one_stop.queries.today import LISTS, answer_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(world: World) -> Client:
    client: Client = world.client("receiver")
    return client


def test_it_works(counter: Client) -> None:
    page = counter.get("/ban").content.decode()
    for one in LISTS.values():
        assert f"/ban/hom-nay/{one.slug}" in page


@pytest.mark.parametrize("who", ["receiver", "handler", "signer", "clerk", "supervisor", "stranger"])
def test_each_number_is_the_length_of_its_list(world: World, who: str) -> None:
    client = world.client(who)
    figures = client.get("/ban").context["figures"]
    counted = {figure.list.slug: figure.count for figure in figures}
    listed = {slug: len(_all(client, slug)) for slug in LISTS}
    assert counted == listed
    assert sum(counted.values()) > 0 or who == "signer"


def _all(client: Client, slug: str) -> list[object]:
    found: list[object] = []
    for page in range(1, 9):
        context = client.get(f"/ban/hom-nay/{slug}?trang={page}").context
        found += [*context["arrivals"], *context["rows"]]
        if not context["has_more"]:
            break
    return found


def test_a_list_nobody_knows_is_not_there(counter: Client) -> None:
    assert counter.get("/ban/hom-nay/khong-co").status_code == 404


def test_an_online_dossier_is_answered_within_eight_working_hours(world: World, counter: Client) -> None:
    case = Case.objects.filter(channel=Channel.ONLINE, receipt_unit=world.case.receipt_unit, state=State.NEW).first()
    assert case is not None
    case.submitted_at = datetime(2026, 11, 18, 9, 0, tzinfo=LOCAL)  # a Wednesday; 7:00-11:30, 13:30-17:00
    assert answer_by(case) == datetime(2026, 11, 19, 9, 0, tzinfo=LOCAL)
    assert str(case.number) in counter.get("/ban").content.decode()


def test_the_hours_are_data_from_a_day_on(world: World) -> None:
    case = world.case
    case.submitted_at = datetime(2026, 11, 23, 9, 0, tzinfo=LOCAL)
    enact_rule_set(
        "reaction", title="x", tables={"online_hours": 2}, legal_basis="x", valid_from=case.submitted_at.date(),
        by=system_actor("test"), at=world.at,
    )  # fmt: skip
    assert answer_by(case) == datetime(2026, 11, 23, 11, 0, tzinfo=LOCAL)
    case.submitted_at -= timedelta(days=30)
    before = answer_by(case)
    assert before is not None
    assert before.day != case.submitted_at.day


def test_what_follows_by_itself_is_a_part_of_the_page(counter: Client) -> None:
    part = counter.get("/ban/so").content.decode()
    assert "<html" not in part
    assert 'id="figure-tiep-nhan"' in part


def picture(name: str) -> SimpleUploadedFile:
    out = BytesIO()
    Image.effect_noise((300, 400), 40).convert("RGB").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_scans_go_each_to_its_paper_and_a_broken_one_stops_no_other(world: World, counter: Client) -> None:
    case = Case.objects.filter(receipt_unit=world.case.receipt_unit, state=State.NEW).first()
    assert case is not None
    path = f"/ban/ho-so/{case.number}/quet"
    names = [field["name"] for field in counter.get(path).context["fields"]]
    before = case.papers.count()
    sent = {names[0]: [picture("1.jpg"), picture("2.jpg")], "files-other": SimpleUploadedFile("x.pdf", b"no pdf")}
    answer = counter.post(path, sent)
    assert answer.status_code == 422
    assert [(line.pages, len(line.names)) for line in answer.context["told"]] == [(2, 2)]
    assert "x.pdf" in answer.context["errors"][0]["message"]
    assert case.papers.count() == before + 1


def test_nothing_chosen_is_said(world: World, counter: Client) -> None:
    case = Case.objects.filter(receipt_unit=world.case.receipt_unit, state=State.NEW).first()
    assert case is not None
    answer = counter.post(f"/ban/ho-so/{case.number}/quet", {})
    assert answer.status_code == 422
    assert "Chưa chọn tệp nào" in answer.content.decode()
    assert world.client("stranger").get(f"/ban/ho-so/{case.number}/quet").status_code == 404
