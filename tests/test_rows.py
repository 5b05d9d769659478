"""Rows written and read by statements made once are the rows the ORM writes and reads."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from tinhso.base.moments import LOCAL
from tinhso.kernel.identity.models import Person
from tinhso.kernel.ledger.models import OnceKey
from tinhso.shell.rows import change_row, insert_row, rows_where

AT = datetime(2026, 11, 16, tzinfo=LOCAL)
pytestmark = pytest.mark.django_db


def person(**facts: Any) -> Person:
    return Person(full_name="Trần Thị Ba", name_folded="tran thi ba", sort_key="ba", source="staff", **facts)


def values(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_it_works() -> None:
    stored = insert_row(person(birth_date=date(1990, 2, 3), phone_sealed=b"\x00\xff%s"))
    assert not stored._state.adding
    assert values(Person.objects.get(pk=stored.pk)) == values(stored)
    assert [values(row) for row in rows_where(Person, id=stored.pk)] == [values(stored)]
    assert change_row(stored, {"sex": "female", "birth_date": None}, sex="")
    assert values(Person.objects.get(pk=stored.pk)) == values(stored) | {"sex": "female", "birth_date": None}


def test_a_row_that_is_no_longer_as_it_was_stays() -> None:
    stored = insert_row(person())
    assert not change_row(stored, {"sex": "male"}, sex="female")
    assert Person.objects.get(pk=stored.pk).sex == ""


def test_an_empty_column_is_found_by_none() -> None:
    stored = insert_row(person(birth_date=date(1990, 2, 3)))
    assert rows_where(Person, id=stored.pk, birth_date=None) == []
    assert rows_where(Person, id=stored.pk, number_index=None) == [stored]


def test_json_comes_as_the_model_gives_it() -> None:
    answer = {"số": [1, 2.5, None], "ngày": "2026-11-16"}
    stored = insert_row(OnceKey(scope="test", key="k", fingerprint="f", answer=answer, made_at=AT))
    assert rows_where(OnceKey, ("key",), scope="test")[0].answer == answer == OnceKey.objects.get(pk=stored.pk).answer


def test_a_second_row_of_the_same_key_is_refused() -> None:
    stored = insert_row(person())
    with pytest.raises(IntegrityError):
        insert_row(person(id=stored.pk))


def test_each_is_one_statement() -> None:
    with CaptureQueriesContext(connection) as asked:
        stored = insert_row(person())
        change_row(stored, {"sex": "male"})
        rows_where(Person, id=stored.pk)
    assert len(asked) == 3
