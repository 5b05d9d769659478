"""Opening and accepting in one statement leaves what the three actions leave, once, under any crowd."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import close_old_connections, connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed
from tinhso.kernel.cases import actions
from tinhso.kernel.cases.actions import Offices, PaperIn, Parties
from tinhso.kernel.cases.actions.lodged_rows import LODGE
from tinhso.kernel.cases.actions.lodging import Ground, Lodging, ground_of, lodge_case
from tinhso.kernel.cases.models import Case, Channel, Charge, HandOver, Paper
from tinhso.kernel.cases.rules.lodged import number_pattern
from tinhso.kernel.cases.rules.numbering import dossier_number
from tinhso.kernel.cases.tests.conftest import AT, World
from tinhso.kernel.forms.actions import AnswersWrong, submit_answers
from tinhso.kernel.forms.queries import answers_of
from tinhso.kernel.ledger.actions import KeyReused
from tinhso.kernel.ledger.models import Entry

ANSWERS = {"name": "Nguyễn Thị Mẫu"}
MAP = PaperIn("map", "Bản đồ", pages=5, quantity=3)


def ground(world: World) -> Ground:
    return ground_of(world.definition, world.form, Offices(world.desk, world.office, world.desk), AT.date())


def lodging(world: World, key: str = "k", **changes: Any) -> Lodging:
    given: dict[str, Any] = {
        "ground": ground(world), "variant": "standard", "answers": ANSWERS, "channel": Channel.COUNTER,
        "parties": Parties(applicant_id=world.applicant.pk), "title": "Việc thử", "papers": [MAP],
        "scope": "test.lodging", "key": key, "fingerprint": "same", **changes,
    }  # fmt: skip
    return Lodging(**given)


def step_by_step(world: World, by: Actor) -> Case:
    case = actions.open_case(
        world.definition,
        "standard",
        submit_answers(world.form, ANSWERS, by=by, at=AT),
        parties=Parties(applicant_id=world.applicant.pk),
        offices=Offices(world.desk, world.office, world.desk),
        channel=Channel.COUNTER,
        title="Việc thử",
        papers=[MAP],
        by=by,
        at=AT,
    )
    return actions.accept_case(case, by=by, at=AT)


def traces(case: Case) -> dict[str, Any]:
    """Every row of a case without what differs between any two: ids, numbers, order of time."""
    own = {case.pk: "case", case.submission_id: "submission"}

    def plain(row: Any, *left: str) -> dict[str, Any]:
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        return {k: own.get(v, v) if isinstance(v, UUID) else v for k, v in values.items() if k not in ("id", *left)}

    fresh = Case.objects.get(pk=case.pk)
    entries = Entry.objects.filter(subject_id__in=[case.pk, case.submission_id]).order_by("id")
    return {
        "case": plain(fresh, "number"),
        "answers": answers_of(fresh.submission),
        "submission": plain(fresh.submission, "answers_sealed"),
        "papers": [plain(row) for row in Paper.objects.filter(case=case)],
        "charges": [plain(row) for row in Charge.objects.filter(case=case)],
        "handed": [plain(row) for row in HandOver.objects.filter(case=case)],
        "entries": [plain(e, "xid", "recorded_at", "payload") for e in entries],
        "payloads": [e.payload.replace(fresh.number, "number") for e in entries],
    }


def test_it_works(world: World) -> None:
    slow, fast = step_by_step(world, world.receiver), lodge_case(lodging(world), by=world.receiver, at=AT).case
    assert traces(fast) == traces(slow)
    assert (slow.number, fast.number) == ("H99.1.1-261116-0001", "H99.1.1-261116-0002")
    assert fast.charges.get().amount == (2 * 2000 + 3 * 1000) * 3


def test_it_is_one_statement(world: World) -> None:
    ready = lodging(world)
    with CaptureQueriesContext(connection) as asked:
        lodge_case(ready, by=world.receiver, at=AT)
    assert len(asked) == 1


def test_psycopg_keeps_its_reading() -> None:
    from psycopg._queries import MAX_CACHED_STATEMENT_LENGTH

    assert len(LODGE) < MAX_CACHED_STATEMENT_LENGTH


def test_the_server_prepares_it(world: World) -> None:
    for turn in range(8):
        lodge_case(lodging(world, key=str(turn)), by=world.receiver, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%cases_counter%'")
        assert cursor.fetchone()[0] == 1


def test_the_same_key_gives_the_same_case(world: World) -> None:
    first = lodge_case(lodging(world), by=world.receiver, at=AT)
    again = lodge_case(lodging(world), by=world.receiver, at=AT)
    assert (first.is_first, again.is_first) == (True, False)
    assert (again.case.pk, again.case.number) == (first.case.pk, first.case.number)
    assert Case.objects.count() == 1
    with pytest.raises(KeyReused):
        lodge_case(lodging(world, fingerprint="other"), by=world.receiver, at=AT)


def test_what_is_refused_leaves_nothing(world: World) -> None:
    with pytest.raises(actions.PapersMissing):
        lodge_case(lodging(world, papers=[]), by=world.receiver, at=AT)
    with pytest.raises(AnswersWrong):
        lodge_case(lodging(world, answers={}), by=world.receiver, at=AT)
    with pytest.raises(NotAllowed):
        lodge_case(lodging(world), by=world.stranger, at=AT)
    assert not Case.objects.exists()


def test_a_pattern_splits_where_the_number_comes() -> None:
    for pattern in (
        "{unit_code}-{day:%y%m%d}-{seq:04d}",
        "{seq:06d}/{day:%Y}/{unit_code}",
        "{unit_code}.{day:%d}.{seq}",
    ):
        parts = number_pattern({"pattern": pattern}, "H9", AT.date())
        for seq in (1, 42, 123456789):
            made = parts.before + str(seq).zfill(parts.width) + parts.behind
            assert made == dossier_number({"pattern": pattern}, "H9", AT.date(), seq)


@pytest.mark.django_db(transaction=True)
def test_a_crowd_at_one_desk_gets_every_number_once(world: World) -> None:
    """Sixty-four dossiers from eight hands, each sent twice."""
    ready = [lodging(world, key=str(turn // 2)) for turn in range(128)]

    def send(one: Lodging) -> str:
        close_old_connections()
        try:
            return lodge_case(one, by=world.receiver, at=AT).case.number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as hands:
        numbers = list(hands.map(send, ready))
    assert len(set(numbers)) == Case.objects.count() == 64
    assert numbers[::2] == numbers[1::2]
    assert sorted(set(numbers)) == [f"H99.1.1-261116-{n:04d}" for n in range(1, 65)]
    cases = Case.objects.values("id")  # entries of tests before stay: the ledger is never emptied
    assert Entry.objects.filter(event="case.accepted", subject_id__in=cases).count() == 64
