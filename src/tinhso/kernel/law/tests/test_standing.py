"""What is kept of dated data is never older than the data."""

from datetime import date
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tinhso.base.actor import system_actor
from tinhso.base.moments import now
from tinhso.kernel.law.actions import enact_rule_set
from tinhso.kernel.law.kinds import RuleSchema, register, rule_schemas
from tinhso.kernel.law.queries import one_stamp, rules_in_force, stamp, standing, standing_each

ON = date(2026, 11, 25)
if "standing-test" not in rule_schemas:
    register(RuleSchema("standing-test", "Thử", {"type": "object"}))


def enact(value: int, since: date) -> None:
    enact_rule_set(
        "standing-test", title="x", tables={"value": value}, legal_basis="x", valid_from=since,
        by=system_actor("test"), at=now(),
    )  # fmt: skip


def kept() -> int:
    return standing(("standing-test", ON), lambda: int(rules_in_force("standing-test", ON).tables["value"]))


def test_it_works(db: None) -> None:
    enact(1, date(2026, 1, 1))
    assert kept() == 1
    with CaptureQueriesContext(connection) as asked:
        assert kept() == 1
    assert len(asked) == 1  # the stamp alone


def test_a_short_piece_of_work_asks_once(db: None) -> None:
    enact(1, date(2026, 1, 1))
    with CaptureQueriesContext(connection) as asked, one_stamp():
        assert (kept(), kept()) == (1, 1)
    assert len([q for q in asked if "law_stamp" in q["sql"]]) == 1


def test_of_several_only_those_not_kept_are_read(db: None) -> None:
    enact(1, date(2026, 1, 1))
    one, two, nothing = (UUID(int=n) for n in (1, 2, 3))
    asked: list[set[UUID]] = []

    def load(ids: set[UUID]) -> dict[UUID, str]:
        asked.append(ids)
        return {each: str(each) for each in ids if each != nothing}

    assert standing_each("standing-each", [one, nothing], load) == {one: str(one)}
    assert standing_each("standing-each", [one, two, nothing], load) == {one: str(one), two: str(two)}
    assert asked == [{one, nothing}, {two}]
    enact(2, date(2026, 6, 1))
    standing_each("standing-each", [one], load)
    assert asked[-1] == {one}


def test_a_change_shows_at_once(db: None) -> None:
    enact(1, date(2026, 1, 1))
    assert kept() == 1
    enact(2, date(2026, 6, 1))
    assert kept() == 2


def test_a_change_that_was_taken_back_leaves_no_trace(db: None) -> None:
    enact(1, date(2026, 1, 1))
    before = stamp()
    with transaction.atomic():
        enact(2, date(2026, 6, 1))
        assert kept() == 2
        transaction.set_rollback(True)
    assert stamp() == before
    assert kept() == 1


@pytest.mark.parametrize(
    "table",
    [
        "law_ruleset", "organisations_unit", "organisations_unitversion", "organisations_unitcode", "calendar_calendar",
        "calendar_weekpattern", "calendar_calendarexception", "calendar_unitcalendar", "forms_formdefinition",
        "cases_definition", "identity_seat", "identity_delegation", "identity_apiclient", "identity_apisecret",
        "organisations_post",
    ],
)  # fmt: skip
def test_every_table_of_dated_data_is_watched(db: None, table: str) -> None:
    before = stamp()
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table} WHERE false")  # noqa: S608  (a name from the list above)
    assert isinstance(before, UUID)
    assert stamp() != before
