from datetime import date

import pytest

from tinhso.kernel.cases.models import State
from tinhso.kernel.cases.rules.definition import problems_of, read_body
from tinhso.kernel.cases.rules.numbering import as_number, dossier_number
from tinhso.kernel.cases.rules.states import ENDED, OPEN, TRANSITIONS, WrongState, check_transition
from tinhso.kernel.cases.tests.conftest import BODY

TABLES = {
    "pattern": "{unit_code}-{day:%y%m%d}-{seq:04d}",
    "accepted": [r"[A-Z]\d{2}(\.[0-9A-Z]+)*-\d{6}-\d{4,}", r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}-\d{6}-\d{4}"],
}


def test_it_works() -> None:
    assert dossier_number(TABLES, "H36.12", date(2026, 11, 22), 42) == "H36.12-261122-0042"


def test_numbers_are_understood_as_people_type_them() -> None:
    assert as_number(TABLES, " h36.12-261122-0042 ") == "H36.12-261122-0042"
    assert as_number(TABLES, "000.00.01.H11-241122-0001") == "000.00.01.H11-241122-0001"
    assert as_number(TABLES, "Nguyễn Văn A") is None


def test_the_table_is_the_one_of_the_national_portal() -> None:
    listed = {1: {2, 3, 5, 7}, 2: {4, 8, 5, 6, 7}, 4: {4, 5, 6, 7, 8, 9}, 5: {1, 4, 7, 8}, 6: {4, 7, 8}, 9: {10}}
    assert {int(s): {int(t) for t in after} for s, after in TRANSITIONS.items() if after} == listed
    assert ENDED == {State.NOT_RECEIVED, State.WITHDRAWN, State.STOPPED, State.RETURNED}
    assert State.NEW in OPEN


@pytest.mark.parametrize(("wanted", "received"), [(State.NEW, True), (State.IN_PROGRESS, False)])
def test_a_supplement_leads_back_to_where_it_was_asked(wanted: State, received: bool) -> None:
    with pytest.raises(WrongState):
        check_transition(State.SUPPLEMENT, wanted, was_received=received)
    check_transition(State.SUPPLEMENT, wanted, was_received=not received)


def test_a_sound_body_has_no_problems_and_reads_back() -> None:
    assert problems_of(BODY) == []
    body = read_body(BODY)
    after = body.step_after("sign")
    assert after is not None and after.code == "issue"
    assert body.step_before("receive") is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"variants": []}, "variants"),
        ({"steps": BODY["steps"][1:]}, "tiếp nhận"),
        ({"steps": BODY["steps"][:-1]}, "trả kết quả"),
        ({"papers": [*BODY["papers"], BODY["papers"][0]]}, "hai lần"),
        ({"channels": [4]}, "channels"),
        ({"papers": [{**BODY["papers"][0], "variants": ["strange"]}]}, "trường hợp lạ"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_faulty_body_is_told_what_is_wrong(change: dict[str, object], words: str) -> None:
    assert any(words in problem for problem in problems_of({**BODY, **change}))
