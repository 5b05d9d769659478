"""The report of a period counted again by hand, and the quarterly score of an office."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.world import World, sample_world, undone
from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed
from tinhso.base.moments import local, local_day
from tinhso.kernel.cases.models import Case, Channel, State
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.kernel.ledger.queries import entries_of
from tinhso.modules.citizens.one_stop.actions.scoring import QuarterAhead, ScoreUnclear, score_office
from tinhso.modules.citizens.one_stop.models import OfficeScore
from tinhso.modules.citizens.one_stop.queries.course_papers import Period
from tinhso.modules.citizens.one_stop.queries.reports import BY, Numbers, report, scope_of
from tinhso.modules.citizens.one_stop.queries.scoring import sheet_of
from tinhso.modules.citizens.one_stop.rules.province import SCORING
from tinhso.modules.citizens.one_stop.rules.scoring import (
    Quarter,
    grade_of,
    points_for_online,
    points_for_time,
    quarter_of,
    quarter_read,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), sample_world() as found:
        yield found


@pytest.fixture
def world(loaded: World) -> Iterator[World]:
    with undone():
        yield loaded


def actor(world: World, who: str) -> Actor:
    return actor_of_account(world.accounts[who], world.at)


def by_hand(cases: list[Case], period: Period, end: datetime) -> Numbers:
    """Each dossier looked at by itself, as a clerk with a pencil would."""
    counts: Counter[str] = Counter()
    for case in cases:
        if case.received_at is None or case.received_at >= end:
            continue
        if case.finished_at is not None and case.finished_at < period.start:
            continue
        names = {Channel.ONLINE: "online", Channel.COUNTER: "counter", Channel.POST: "post"}
        counts["carried" if case.received_at < period.start else names[Channel(case.channel)]] += 1
        if case.finished_at is None or case.finished_at >= end:
            counts["going"] += 1
            counts["overdue"] += case.due_at is not None and case.due_at < end
        elif case.state in (State.WITHDRAWN, State.STOPPED):
            counts["ended"] += 1
        elif (case.due_at and case.due_at < case.finished_at) or case.supplements.filter(
            order__gt=1, asked_at__isnull=False
        ).exists():
            counts["late"] += 1
        elif case.due_at and local(case.finished_at).date() < local(case.due_at).date():
            counts["early"] += 1
        else:
            counts["on_time"] += 1
    return Numbers(**counts)


@pytest.mark.parametrize("who", ["receiver", "signer", "leader"])
def test_it_works(world: World, who: str) -> None:
    by, today, rng = actor(world, who), local_day(world.at), Random(5)
    cases = list(scope_of(by))
    assert len(cases) > 5
    for _ in range(12):
        first = today - timedelta(days=rng.randint(0, 20))
        period = Period(first, first + timedelta(days=rng.randint(0, 20)))
        end = min(period.end, world.at)
        wanted = by_hand(cases, period, end)
        for group in BY:
            found = report(by, period, world.at, group)
            assert found.total == wanted
            assert found.total.total == found.total.settled + found.total.ended + found.total.going
    assert report(by, Period(today - timedelta(days=40), today), world.at, "linh-vuc").total.total > 5


def test_the_report_is_a_few_questions_however_many_lines_and_a_table(world: World) -> None:
    client = world.client("receiver")
    assert client.get("/ban/bao-cao").status_code == 200
    first = local_day(world.at) - timedelta(days=40)
    asked = f"/ban/bao-cao?tu={first.isoformat()}&den={local_day(world.at).isoformat()}"
    for group in BY:
        page = client.get(f"{asked}&theo={group}").content.decode()
        assert "Tổng cộng" in page
    with CaptureQueriesContext(connection) as queries:
        report(actor(world, "leader"), Period(first, local_day(world.at)), world.at, "linh-vuc")
    assert len(queries) <= 6
    assert client.get(f"{asked}&dang=xlsx").content[:2] == b"PK"
    wrong = client.get("/ban/bao-cao?tu=hom-qua")
    assert wrong.status_code == 422
    assert "hom-qua" in wrong.content.decode()
    assert world.client("administrator").get("/ban/bao-cao").status_code == 403


def test_an_office_is_scored_with_grounds_and_graded_when_all_nine_are_there(world: World) -> None:
    by, quarter = actor(world, "signer"), quarter_of(local_day(world.at))
    assert by.unit_id is not None
    before = sheet_of(by.unit_id, quarter)
    assert [row.index.number for row in before.rows] == list(range(1, 10))
    assert before.total is None
    judged = [row.index.number for row in before.rows if not row.index.counted]
    written = score_office(by.unit_id, quarter, dict.fromkeys(judged, (2, "Biên bản họp")), by=by, at=world.at)
    assert entries_of(written[0]).get().event == "one_stop.office_scored"
    again = score_office(by.unit_id, quarter, {judged[0]: (2, "Biên bản họp")}, by=by, at=world.at)
    assert again == []
    sheet = sheet_of(by.unit_id, quarter)
    counted = [row.points for row in sheet.rows if row.index.counted]
    assert [row.points for row in sheet.rows if not row.index.counted] == [2] * len(judged)
    assert (sheet.total is None) == (None in counted)


def test_points_need_a_ground_a_known_index_a_quarter_that_came_and_the_right(world: World) -> None:
    by, quarter = actor(world, "signer"), quarter_of(local_day(world.at))
    assert by.unit_id is not None
    for wrong in ({3: (2, " ")}, {3: (3, "có")}, {1: (2, "tự chấm")}, {10: (1, "có")}):
        with pytest.raises(ScoreUnclear):
            score_office(by.unit_id, quarter, wrong, by=by, at=world.at)
    with pytest.raises(QuarterAhead):
        score_office(by.unit_id, Quarter(quarter.year + 1, 1), {3: (2, "có")}, by=by, at=world.at)
    with pytest.raises(NotAllowed):
        score_office(by.unit_id, quarter, {3: (2, "có")}, by=actor(world, "handler"), at=world.at)
    assert OfficeScore.objects.count() == 0


def test_the_screen_keeps_what_was_typed_and_gives_the_table(world: World) -> None:
    client, quarter = world.client("signer"), quarter_of(local_day(world.at))
    unit = actor(world, "signer").unit_id
    page = f"/ban/cham-diem/{unit}/{quarter.text}"
    assert client.get("/ban/cham-diem").status_code == 200
    assert client.get(page).status_code == 200
    refused = client.post(page, {"points-3": "2", "ground-3": "", "points-4": "1", "ground-4": "Đã hỏi dân"})
    assert refused.status_code == 422
    assert "Đã hỏi dân" in refused.content.decode()
    assert client.post(page, {"points-4": "1", "ground-4": "Đã hỏi dân"}).status_code == 302
    assert "Đã hỏi dân" in client.get(page).content.decode()
    assert client.get(f"{page}?dang=xlsx").content[:2] == b"PK"
    assert client.get(f"/ban/cham-diem/{unit}/2026-9").status_code == 404
    assert world.client("stranger").get(page).status_code in (403, 404)
    assert world.client("leader").get(f"/ban/cham-diem?quy={quarter.before.text}").status_code == 200


def test_quarters_points_and_grades_by_the_table() -> None:
    assert quarter_of(date(2026, 12, 31)) == Quarter(2026, 4)
    assert Quarter(2026, 4).after == date(2027, 1, 1) == Quarter(2027, 1).first
    assert Quarter(2026, 1).before == Quarter(2025, 4)
    assert [quarter_read(text) for text in ("2026-4", "2026-5", "26-1", "", "2026-4-1")] == [
        Quarter(2026, 4), None, None, None, None,
    ]  # fmt: skip
    assert [points_for_time(used, 10) for used in (9, 10, 11)] == [2, 1, 0]
    shares = {"procedures": 20, "many": 30, "some": 15}
    online = [(10, 2, 100, 30, 0), (10, 2, 100, 29, 0), (10, 1, 100, 30, 0), (10, 2, 100, 14, 0), (10, 2, 100, 90, 1)]
    assert [points_for_online(*facts, shares) for facts in online] == [2, 1, 1, 0, 0]
    assert points_for_online(0, 0, 0, 0, 0, shares) == 0
    grades = [grade_of(total, SCORING) for total in (18, 15, 14, 12, 11, 9, 8, 6, 5, 0)]
    assert grades == ["Xuất sắc"] * 2 + ["Tốt"] * 2 + ["Khá"] * 2 + ["Trung bình"] * 2 + ["Yếu"] * 2
