"""The work list: narrowed, kept, paged, counted and taken away."""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from tests.world import World, sample_world, undone
from tinhso.base.ids import new_id
from tinhso.kernel.cases.models import Case
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.one_stop.models import SavedList
from tinhso.modules.citizens.one_stop.rules.lists import ListChoice, as_data, as_query, from_data, read_choice

pytestmark = pytest.mark.django_db
WORK = "/ban/viec"
MANY = 120


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        more_cases(found, MANY)
        yield found


def more_cases(world: World, count: int) -> None:
    """Copies of a dossier that waits for the handler: only their rows, for lists to be long."""
    like = Case.objects.filter(step_right="cases.process", receipt_unit_id=world.case.receipt_unit_id)[0]
    rows = []
    for number in range(count):
        facts = {field.attname: getattr(like, field.attname) for field in Case._meta.concrete_fields}
        facts |= {"id": new_id(), "number": f"{like.number[:-4]}{5000 + number}", "step_seat_id": None}
        rows.append(Case(**{**facts, "due_at": None if number % 10 == 0 else facts["due_at"]}))
    Case.objects.bulk_create(rows)


@pytest.fixture
def handler(world: World) -> Client:
    return world.client("handler")


def numbers_in(answer: Any) -> list[str]:
    return re.findall(r'data-open href="/ban/ho-so/([^"]+)"', answer.content.decode())


def narrowed(client: Client, **choices: Any) -> HttpResponse:
    return cast(HttpResponse, client.post(WORK, choices, follow=True))


def test_it_works(handler: Client) -> None:
    assert len(numbers_in(handler.get(WORK))) == 50


def test_pages_lead_on_and_back_without_missing_or_repeating_a_dossier(handler: Client) -> None:
    for sort in ("han", "-han", "nop"):
        forth, url = [], f"{WORK}?sap={sort}"
        while url:
            answer = handler.get(url)
            forth.append(numbers_in(answer))
            back = link(answer, "prev")
            url = link(answer, "next")
        assert len({number for page in forth for number in page}) == sum(map(len, forth)) >= MANY
        assert numbers_in(handler.get(back)) == forth[-2]
    assert handler.get(f"{WORK}?sau=nonsense").status_code == 200


def link(answer: Any, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="([^"]+)"', answer.content.decode())
    return WORK + found[1].replace("&amp;", "&") if found else ""


def test_words_searched_for_stand_in_no_address(handler: Client, world: World) -> None:
    name = Case.objects.filter(step_right="cases.process")[0].applicant.full_name
    answer = handler.post(WORK, {"tim": name, "giu": "moi-nguoi"})
    assert name.split()[-1] not in answer.headers["Location"]
    page = handler.get(answer.headers["Location"])
    assert name in page.content.decode()
    assert numbers_in(narrowed(handler, tim="không ai tên thế này")) == []


@pytest.mark.parametrize(
    ("choice", "holds"),
    [
        ({"trang-thai": "4"}, lambda case: case.state == 4),
        ({"giu": "chua"}, lambda case: case.step_seat_id is None),
        ({"ma": "1.001193"}, lambda case: case.definition.code == "1.001193"),
        ({"kenh": "2"}, lambda case: case.channel == 2),
        ({"buoc": "ky"}, lambda case: case.step_right == "documents.sign"),
        ({"trang-thai": "nonsense", "giu": "x'--", "tu": "hôm qua"}, lambda case: True),
    ],
)
def test_a_filter_shows_only_what_it_says(
    handler: Client, choice: dict[str, str], holds: Callable[[Case], bool]
) -> None:
    numbers = numbers_in(narrowed(handler, **choice))
    assert all(holds(case) for case in Case.objects.filter(number__in=numbers).select_related("definition"))


def test_the_work_of_colleagues_is_seen_by_who_may_assign_and_not_by_strangers(world: World) -> None:
    held = Case.objects.filter(step_right="cases.process", receipt_unit_id=world.case.receipt_unit_id)[0]
    handler = actor_of_account(world.accounts["handler"], world.at)
    with undone():
        Case.objects.filter(pk=held.pk).update(step_seat_id=handler.seat_id)
        choice = {"giu": str(handler.seat_id), "tim": held.number}
        assert numbers_in(narrowed(world.client("signer"), **choice)) == [held.number]
        assert numbers_in(narrowed(world.client("stranger"), **choice)) == []


def test_a_kept_list_becomes_a_tab_with_its_count(handler: Client, world: World) -> None:
    with undone():
        answer = handler.post(f"{WORK}/luu", {"ten": "Chưa ai giữ cả", "query": "giu=chua&cot=noi-dung"}, follow=True)
        text = answer.content.decode()
        assert re.search(r'aria-current="page">Chưa ai giữ cả<span class="count">1\d\d<', text)
        kept = SavedList.objects.get(name="Chưa ai giữ cả")
        assert Entry.objects.filter(event="one_stop.list_saved", subject_id=kept.pk).exists()
        assert world.client("clerk").post(f"{WORK}/bo/{kept.pk}").status_code == 404
        handler.post(f"{WORK}/bo/{kept.pk}")
        assert not SavedList.objects.filter(pk=kept.pk).exists()


def test_a_list_is_shared_only_by_who_may_assign(handler: Client, world: World) -> None:
    with undone():
        refused = handler.post(f"{WORK}/luu", {"ten": "Chung", "query": "", "chung": "1"}, follow=True)
        assert "không có quyền" in refused.content.decode()
        world.client("signer").post(f"{WORK}/luu", {"ten": "Chung", "query": "han=qua-han", "chung": "1"})
        assert "Chung <span" in handler.get(WORK).content.decode()
        assert "Chung <span" not in world.client("stranger").get(WORK).content.decode()


def test_a_page_takes_few_queries_and_little_paper(handler: Client) -> None:
    handler.get(WORK)
    with CaptureQueriesContext(connection) as queries:
        answer = handler.get(WORK)
    assert len(queries) <= 12, "\n".join(query["sql"][:150] for query in queries)
    assert len(gzip.compress(answer.content)) <= 30 * 1024


def test_a_dossier_leads_to_its_neighbours_and_back_to_the_list(handler: Client) -> None:
    numbers = numbers_in(handler.get(f"{WORK}?giu=chua&sap=nop"))
    text = handler.get(f"/ban/ho-so/{numbers[1]}").content.decode()
    assert f'rel="prev" href="/ban/ho-so/{numbers[0]}"' in text
    assert f'rel="next" href="/ban/ho-so/{numbers[2]}"' in text
    assert 'href="/ban/viec?giu=chua&amp;sap=nop"' in text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_whole_list_leaves_as_a_table_and_the_ledger_knows(handler: Client, form: str) -> None:
    with undone():
        target = Case.objects.filter(step_right="cases.process", step_seat_id=None).order_by("-id")[0]
        Case.objects.filter(pk=target.pk).update(title="=HYPERLINK(1)")
        answer = handler.post(f"{WORK}/xuat", {"dang": form, "query": "giu=chua"})
        data = b"".join(cast(Any, answer).streaming_content)
        for close in cast(Any, answer)._resource_closers:  # answer.close() would end the test's own connection
            close()
        rows = rows_of(form, data)
        entry = Entry.objects.get(event="one_stop.list_exported")
        assert json.loads(entry.payload)["rows"] == len(rows) - 6 >= MANY
        assert rows[1][0] == "Tính đến"
        assert rows[3][1] == actor_name(handler)
        assert ["'=HYPERLINK(1)"] == [row[1] for row in rows if row and row[0] == target.number]
        assert answer.headers["Content-Disposition"].endswith(f'.{form}"')


def actor_name(client: Client) -> str:
    found = re.search(r'who-name"[^>]*>(.*?)</', client.get(WORK).content.decode(), re.DOTALL)
    assert found
    return re.sub(r"<[^>]+>", "", found[1]).strip()


def rows_of(form: str, data: bytes) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def test_a_choice_reads_back_from_its_address_and_from_what_is_kept() -> None:
    choice = ListChoice(state="4", holder="chua", due="tuan", since="2026-11-01", sort="-nop", columns=("noi-dung",))
    pairs = dict(part.split("=") for part in as_query(choice).split("&") if not part.startswith("cot"))
    assert read_choice(pairs, ("noi-dung",)) == choice
    assert from_data(as_data(choice)) == choice
    assert from_data({"state": "99", "due": "xyz", "columns": "no"}) == ListChoice()
