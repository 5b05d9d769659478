"""Certified copies of many people in one sitting: grid, charges, one dossier a person, and leading them on together."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.world import World
from tinhso.kernel.cases.models import Case, State
from tinhso.kernel.cases.rules.definition import ChargeNeed
from tinhso.modules.citizens.one_stop.rules.copies import checked, rows_of, sittings

pytestmark = pytest.mark.django_db
SCRIPT = Path(__file__).resolve().parents[6] / "frontend" / "js" / "grid.js"
GRID = [
    ("Lê Hữu Phước", "099072000055", "Bằng tốt nghiệp", "Đại học Đà Lạt", "3", "2"),
    ("", "", "Giấy khai sinh", "", "1", "4"),
    ("Trần Thị Ba", "", "Sổ hộ khẩu cũ", "", "12", "1"),
]
COLUMNS = ("name", "number", "title", "issuer", "pages", "copies")


def posted(rows: list[tuple[str, ...]], key: str = "g") -> dict[str, str]:
    boxes = {f"r{at}-{column}": text for at, row in enumerate(rows) for column, text in zip(COLUMNS, row, strict=True)}
    return boxes | {"key": key, "count": "10"}


@pytest.fixture
def counter(world: World) -> Client:
    client: Client = world.client("receiver")
    return client


def taken(answer: Any) -> list[Case]:
    return [line.case for line, _owed in answer.context["told"] if line.case]


def test_it_works(counter: Client) -> None:
    answer = counter.post("/ban/chung-thuc", posted(GRID, "g-works"))
    assert "Đã tiếp nhận 2 trong 2 người" in answer.content.decode()
    first, second = taken(answer)
    assert [case.charges.get().amount for case in (first, second)] == [18_000, 14_000]
    assert answer.context["owed"] == 32_000
    assert first.papers.count() == 2


def test_a_second_press_takes_nobody_in_twice(counter: Client) -> None:
    first = taken(counter.post("/ban/chung-thuc", posted(GRID, "g-twice")))
    second = taken(counter.post("/ban/chung-thuc", posted(GRID, "g-twice")))
    assert [case.pk for case in first] == [case.pk for case in second]


def test_every_fault_is_said_at_its_row_and_nothing_is_taken_in(counter: Client) -> None:
    before = Case.objects.count()
    rows = [("", "12", "", "", "0", "x"), ("Trần Thị Ba", "", "Bằng", "", "2", "1")]
    answer = counter.post("/ban/chung-thuc", posted(rows, "g-wrong"))
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Ghi họ tên", "12 chữ số", "Ghi tên giấy tờ", "Số trang từ 1", "Số bản từ 1"):
        assert f"Dòng 1: {words}" in page or words in page
    assert len(answer.context["errors"]) == 5
    assert 'value="Trần Thị Ba"' in page
    assert Case.objects.count() == before


def test_an_empty_grid_says_so(counter: Client) -> None:
    answer = counter.post("/ban/chung-thuc", posted([], "g-empty"))
    assert answer.status_code == 422
    assert "Chưa có dòng nào" in answer.content.decode()


def test_what_was_refused_stays_in_the_grid_and_the_others_are_taken_in(counter: Client, world: World) -> None:
    counter.post("/ban/chung-thuc", posted(GRID, "g-known"))  # now 099072000055 is Lê Hữu Phước's
    rows = [("Người Khác Hẳn", "099072000055", "Bằng", "", "1", "1"), ("Trần Thị Tư", "", "Bằng", "", "1", "1")]
    answer = counter.post("/ban/chung-thuc", posted(rows, "g-mixed"))
    page = answer.content.decode()
    assert "Đã tiếp nhận 1 trong 2 người" in page
    assert "họ tên khác" in page
    assert 'value="Người Khác Hẳn"' in page
    assert 'value="Trần Thị Tư"' not in page


def test_the_grid_is_kept_while_it_is_filled(counter: Client) -> None:
    assert counter.post("/ban/chung-thuc/luu", posted(GRID, "g-kept")).status_code == 204
    page = counter.get("/ban/chung-thuc").content.decode()
    assert 'value="Giấy khai sinh"' in page
    counter.post("/ban/chung-thuc", {"drop": "1"})
    assert 'value="Giấy khai sinh"' not in counter.get("/ban/chung-thuc").content.decode()


def test_a_grid_saved_after_it_was_taken_in_is_not_shown_again(counter: Client) -> None:
    taken(counter.post("/ban/chung-thuc", posted(GRID, "g-late")))
    counter.post("/ban/chung-thuc/luu", posted(GRID, "g-late"))
    assert 'value="Giấy khai sinh"' not in counter.get("/ban/chung-thuc").content.decode()


def test_a_grid_saved_late_of_which_only_the_second_was_taken_in_is_not_shown_again(counter: Client) -> None:
    counter.post("/ban/chung-thuc", posted(GRID, "g-first"))  # now 099072000055 is Lê Hữu Phước's
    rows = [("Người Khác Hẳn", "099072000055", "Bằng", "", "1", "1"), ("Trần Thị Sáu", "", "Bằng", "", "1", "1")]
    counter.post("/ban/chung-thuc", posted(rows, "g-half"))
    counter.post("/ban/chung-thuc/luu", posted(rows, "g-half"))
    assert 'value="Trần Thị Sáu"' not in counter.get("/ban/chung-thuc").content.decode()


def test_the_cash_of_the_sitting_is_taken_at_once(counter: Client) -> None:
    cases = taken(counter.post("/ban/chung-thuc", posted(GRID, "g-cash")))
    numbers = [case.number for case in cases]
    short = counter.post("/ban/chung-thuc/thu", {"ho-so": numbers, "given": "10.000"}, follow=True)
    assert "chưa ghi thu khoản nào" in short.content.decode()
    done = counter.post("/ban/chung-thuc/thu", {"ho-so": numbers, "given": "50.000"}, follow=True)
    assert "Thối lại 18.000 đồng" in done.content.decode()
    assert not any(case.charges.filter(paid_at=None).exists() for case in cases)


def test_the_whole_sitting_is_led_on_screen_by_screen(counter: Client, world: World) -> None:
    cases = taken(counter.post("/ban/chung-thuc", posted(GRID, "g-lead")))
    counter.post("/ban/chung-thuc/thu", {"ho-so": [case.number for case in cases]})
    steps = (
        ("receiver", "hand_over"),
        ("handler", "draft"),
        ("signer", "sign"),
        ("clerk", "issue"),
        ("receiver", "return"),
    )
    for who, act in steps:
        answer = led(world.client(who), act, cases)
        assert answer.context["done"] == 2, (act, [line.why for line in answer.context["told"]])
    assert {Case.objects.get(pk=case.pk).state for case in cases} == {State.RETURNED}


def led(client: Client, act: str, cases: list[Case]) -> Any:
    page = client.get("/ban/chung-thuc/cho")
    waiting = {
        case.number: case.version for found, _title, rows in page.context["groups"] if found == act for case in rows
    }
    boxes: dict[str, Any] = {"act": act, "ho-so": [case.number for case in cases]}
    return client.post("/ban/chung-thuc/cho", boxes | {f"version-{number}": str(v) for number, v in waiting.items()})


def test_one_refusal_stops_no_other(counter: Client, world: World) -> None:
    cases = taken(counter.post("/ban/chung-thuc", posted(GRID, "g-one")))
    boxes = {"act": "hand_over", "ho-so": [case.number for case in cases]}
    versions = {
        f"version-{cases[0].number}": "1",
        f"version-{cases[1].number}": str(Case.objects.get(pk=cases[1].pk).version),
    }
    answer = counter.post("/ban/chung-thuc/cho", boxes | versions)
    assert [bool(line.why) for line in answer.context["told"]] == [True, False]


def test_rows_belong_to_the_name_above() -> None:
    rows = checked(rows_of(posted([*GRID, ("trần thị ba", "", "Bằng", "", "1", "1")]), 10))
    people = sittings(rows)
    assert [(one.name, one.number, len(one.rows)) for one in people] == [
        ("Lê Hữu Phước", "099072000055", 2),
        ("Trần Thị Ba", "", 2),
    ]


def test_the_script_counts_a_copy_as_the_rule_does() -> None:
    rules = [
        ChargeNeed("c", "c", 2000, "page", "x", True, first_pages=2, later_price=1000, cap=200_000),
        ChargeNeed("c", "c", 2000, "page", "x", True),
        ChargeNeed("c", "c", 5000, "page", "x", True, cap=7000),
    ]
    cases = [(rule, pages) for rule in rules for pages in (0, 1, 2, 3, 50, 500)]
    sent = [
        [{"price": r.unit_price, "first": r.first_pages, "later": r.later_price, "cap": r.cap}, pages]
        for r, pages in cases
    ]
    program = f"import {{ copyCharge }} from {json.dumps(SCRIPT.as_uri())}; let t = '';"
    program += "for await (const c of process.stdin) t += c;"
    program += "console.log(JSON.stringify(JSON.parse(t).map((one) => copyCharge(one[0], one[1]))));"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", program],
        input=json.dumps(sent),
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [rule.of_copy(pages) for rule, pages in cases]
