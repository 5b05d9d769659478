"""The connection: statements are prepared on the server, which Django turns off unless told."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

REPEATS = 8


def prepared(text: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s", [text])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


@pytest.mark.django_db
def test_it_works() -> None:
    assert ContentType.objects.count() > 0


@pytest.mark.django_db
def test_a_hot_statement_of_the_orm_is_prepared_on_the_server() -> None:
    for number in range(REPEATS):
        ContentType.objects.filter(model=f"x{number}").exists()
    assert prepared("%django_content_type%model% = $2%") == 1


@pytest.mark.django_db
def test_a_hot_statement_of_our_own_is_prepared_on_the_server() -> None:
    with connection.cursor() as cursor:
        for number in range(REPEATS):
            cursor.execute("SELECT %s::int + 41041", [number])
    assert prepared("SELECT $1::int + 41041") == 1
