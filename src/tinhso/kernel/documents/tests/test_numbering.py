"""Numbers under pressure: real threads, real transactions, rollbacks in between; no gap, no double."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Stale
from tinhso.kernel.documents import actions
from tinhso.kernel.documents.models import Document, Register
from tinhso.kernel.documents.tests.conftest import AT, draft_of

pytestmark = pytest.mark.django_db(transaction=True)


class Changed(Exception):
    """The transaction around is given up."""


def _number(draft: Document, by: Actor, *, give_up: bool) -> None:
    try:
        with transaction.atomic():
            actions.issue_number(draft, by=by, at=AT)
            if give_up:
                raise Changed
    except Changed:
        pass
    finally:
        connection.close()


def test_it_works(draft: Document, clerk: Actor):
    assert actions.issue_number(draft, by=clerk, at=AT).number == 1


def test_eight_clerks_in_one_unit_with_rollbacks_leave_no_gap_and_no_double(draft: Document, clerk: Actor):
    rng = random.Random(7)
    drafts = [draft_of(draft, clerk) for _ in range(120)]
    given_up = [rng.random() < 0.4 for _ in drafts]
    with ThreadPoolExecutor(8) as pool:
        tasks = [pool.submit(_number, one, clerk, give_up=gone) for one, gone in zip(drafts, given_up, strict=True)]
        for task in tasks:
            task.result()
    numbers = sorted(Document.objects.filter(number__isnull=False).values_list("number", flat=True))
    assert numbers == list(range(1, given_up.count(False) + 1))
    assert Register.objects.get().last_number == len(numbers)


def test_one_draft_numbered_by_eight_at_once_gets_one_number(draft: Document, clerk: Actor):
    start = threading.Barrier(8)

    def go() -> int | None:
        start.wait()
        try:
            return actions.issue_number(draft, by=clerk, at=AT).number
        except Stale:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        got = [task.result() for task in [pool.submit(go) for _ in range(8)]]
    assert [number for number in got if number is not None] == [1]
    assert Register.objects.get().last_number == 1


def test_each_year_starts_again_at_one_by_the_clock_of_the_province(draft: Document, clerk: Actor):
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Đà Lạt
    other = draft_of(draft, clerk)
    assert actions.issue_number(draft, by=clerk, at=AT).number == 1
    assert actions.issue_number(other, by=clerk, at=new_year).number == 1
    assert sorted(Register.objects.values_list("year", flat=True)) == [2026, 2027]
