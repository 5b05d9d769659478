"""Rule sets in time: enacted, replaced, ended, refused."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from typer.testing import CliRunner

from tinhso.base.actor import ANONYMOUS, Actor, staff_actor, system_actor
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed
from tinhso.kernel.law import actions, commands, queries
from tinhso.kernel.law.kinds import RuleSchema, rule_schemas
from tinhso.kernel.law.models import Instrument, RuleSet

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
CLERK = system_actor("test")
JULY, JANUARY = date(2025, 7, 1), date(2026, 1, 1)
SCHEMA = {
    "type": "object",
    "required": ["days"],
    "additionalProperties": False,
    "properties": {"days": {"type": "integer", "minimum": 1}},
}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def apology_rules() -> Iterator[None]:
    """A kind of rule set for these stories alone."""
    rule_schemas.register(RuleSchema("apology", "Hạn gửi phiếu xin lỗi", SCHEMA))
    yield
    del rule_schemas._kinds["apology"]


def enact(days: object = 1, valid_from: date = JULY, by: Actor = CLERK, **more: Any) -> RuleSet:
    facts: dict[str, Any] = {"title": "Xin lỗi", "tables": {"days": days}, "legal_basis": "Điều 19"} | more
    return actions.enact_rule_set("apology", valid_from=valid_from, by=by, at=AT, **facts)


def test_it_works() -> None:
    rule_set = enact(1)
    found = queries.rules_in_force("apology", date(2026, 11, 23))
    assert (found.id, found.tables, found.legal_basis) == (rule_set.id, {"days": 1}, "Điều 19")


def test_what_was_recalled_and_not_read_carries_the_visible_mark() -> None:
    enact(1)
    assert queries.rules_in_force("apology", JULY).mark == "mẫu – chưa đối chiếu văn bản gốc"
    enact(2, JANUARY, is_verified=True)
    assert queries.rules_in_force("apology", JANUARY).mark == ""


def test_a_new_rule_set_ends_the_open_one_and_the_past_stays_as_it_was() -> None:
    enact(1)
    enact(2, JANUARY)
    assert queries.rules_in_force("apology", date(2025, 12, 31)).tables == {"days": 1}
    assert queries.rules_in_force("apology", JANUARY).tables == {"days": 2}


def test_a_case_keeps_the_rules_it_was_received_under() -> None:
    pinned = enact(1)
    enact(2, JANUARY)
    assert queries.pinned_rules(pinned.id).tables == {"days": 1}


def test_before_the_first_day_and_after_the_last_there_are_no_rules() -> None:
    rule_set = enact(1)
    actions.end_rule_set(rule_set, JANUARY, by=CLERK, at=AT)
    for day in (date(2025, 6, 30), JANUARY):
        with pytest.raises(queries.RulesMissing, match="apology"):
            queries.rules_in_force("apology", day)
    assert queries.rules_in_force("apology", date(2025, 12, 31)).id == rule_set.id


def test_enacting_the_very_same_again_changes_nothing() -> None:
    assert enact(1).id == enact(1).id
    assert RuleSet.objects.count() == 1


def test_content_that_breaks_its_schema_is_refused_with_the_place() -> None:
    with pytest.raises(actions.RuleSetFaulty, match=r"\$\.days"):
        enact(0)
    with pytest.raises(actions.RuleSetFaulty, match="extra"):
        enact(tables={"days": 1, "extra": 2})
    assert not RuleSet.objects.exists()


def test_a_code_that_nothing_reads_is_refused() -> None:
    with pytest.raises(actions.RuleSetUnknown):
        actions.enact_rule_set("no-such-rules", title="", tables={}, legal_basis="", valid_from=JULY, by=CLERK, at=AT)


def test_two_rule_sets_of_one_code_on_one_day_are_refused() -> None:
    enact(1)
    with pytest.raises(actions.RuleSetOverlaps):
        enact(2, JULY)
    with pytest.raises(actions.RuleSetOverlaps):
        enact(2, date(2025, 1, 1))
    enact(3, date(2025, 1, 1), valid_to=JULY)
    assert queries.rules_in_force("apology", date(2025, 6, 30)).tables == {"days": 3}


def test_the_database_itself_refuses_overlapping_rule_sets() -> None:
    enact(1)
    with pytest.raises(IntegrityError, match="law_rule_sets_do_not_overlap"), transaction.atomic():
        RuleSet.objects.create(code="apology", title="", tables={}, legal_basis="", valid_from=JANUARY)


def test_an_end_before_the_beginning_is_refused() -> None:
    rule_set = enact(1)
    with pytest.raises(actions.PeriodEmpty):
        actions.end_rule_set(rule_set, JULY, by=CLERK, at=AT)
    with pytest.raises(actions.PeriodEmpty):
        enact(1, JANUARY, valid_to=JULY)


def test_an_end_that_runs_into_the_next_rule_set_is_refused() -> None:
    first = enact(1)
    enact(2, JANUARY)
    with pytest.raises(actions.RuleSetOverlaps):
        actions.end_rule_set(first, date(2026, 2, 1), by=CLERK, at=AT)


def test_without_the_right_in_the_whole_province_nothing_is_enacted() -> None:
    for nobody in (ANONYMOUS, staff_actor(["law.enact"], new_id())):
        with pytest.raises(NotAllowed):
            enact(1, by=nobody)


def test_a_legal_text_is_recorded_once() -> None:
    facts: dict[str, Any] = {"title": "Một cửa", "issuer": "Chính phủ", "issued_on": date(2025, 6, 9)}
    one = actions.record_instrument("118/2025/NĐ-CP", by=CLERK, at=AT, **facts)
    two = actions.record_instrument("118/2025/NĐ-CP", by=CLERK, at=AT, **facts)
    assert one.id == two.id
    assert Instrument.objects.count() == 1
    assert enact(1, instrument=one).instrument_id == one.id


def test_reading_the_same_rules_again_asks_the_database_once(django_assert_num_queries: Any) -> None:
    enact(1)
    queries.rules_in_force("apology", JULY)
    with django_assert_num_queries(1):
        queries.rules_in_force("apology", JULY)


def test_the_command_line_lists_and_shows() -> None:
    enact(1)
    listed = CliRunner().invoke(commands.app, ["rules", "list", "--on", "2026-11-23"])
    assert "apology\ttừ 01/07/2025\tXin lỗi [mẫu – chưa đối chiếu văn bản gốc]" in listed.stdout
    shown = CliRunner().invoke(commands.app, ["rules", "show", "apology", "--json"])
    assert '"days": 1' in shown.stdout
    assert CliRunner().invoke(commands.app, ["rules", "show", "nothing"]).exit_code == 1
    assert CliRunner().invoke(commands.app, ["rules", "list", "--on", "tomorrow"]).exit_code == 2
