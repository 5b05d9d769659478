"""Rows read and written by statements that are made once.

The ORM makes every statement anew, which takes several times as long as the database needs for it. The acts that
every dossier goes through use these instead: whole rows, found by equal values, with the model's own conversions.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Field, Model

M = TypeVar("M", bound=Model)
Converter = Callable[[Any, Any, Any], Any]


def insert_row(row: M) -> M:
    """Stores a new row that leaves no column to the database. Raises IntegrityError."""
    statement, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_stored(field, getattr(row, field.attname)) for field in fields])
    row._state.adding, row._state.db = False, connection.alias
    return row


def change_row(row: Model, changes: Mapping[str, Any], **still: Any) -> bool:
    """Writes the changes where the row still is as ``still`` says; False, and nothing written, where it is not."""
    statement, fields = _change(type(row), tuple(changes), _shape(still))
    values = [_stored(field, value) for field, value in zip(fields, changes.values(), strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*values, row.pk, *_given(still)])
        return bool(cursor.rowcount)


def rows_where(model: type[M], order_by: Sequence[str] = (), **equal: Any) -> list[M]:
    """The rows whose columns have these values (None: are empty), whole."""
    statement, names, converters = _reading(model, tuple(order_by), _shape(equal))
    with connection.cursor() as cursor:
        cursor.execute(statement, _given(equal))
        found = cursor.fetchall()
    return [model.from_db(connection.alias, names, _converted(values, converters)) for values in found]


def _shape(equal: Mapping[str, Any]) -> tuple[tuple[str, bool], ...]:
    return tuple((name, value is None) for name, value in equal.items())


def _given(equal: Mapping[str, Any]) -> list[Any]:
    return [value for value in equal.values() if value is not None]


def _stored(field: "Field[Any, Any]", value: Any) -> Any:
    return field.get_db_prep_save(value, connection)


def _converted(values: Sequence[Any], converters: Sequence[tuple[int, Converter]]) -> Sequence[Any]:
    if not converters:
        return values
    row = list(values)
    for at, convert in converters:
        row[at] = convert(row[at], None, connection)
    return row


@cache
def _insertion(model: type[Model]) -> tuple[str, "list[Field[Any, Any]]"]:
    fields = list(model._meta.concrete_fields)
    columns, marks = ", ".join(f'"{field.column}"' for field in fields), ", ".join(["%s"] * len(fields))
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks})', fields  # noqa: S608


@cache
def _change(
    model: type[Model], names: tuple[str, ...], still: tuple[tuple[str, bool], ...]
) -> tuple[str, "list[Field[Any, Any]]"]:
    fields = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in names]
    columns = ", ".join(f'"{field.column}" = %s' for field in fields)
    where = _where(model, (("id", False), *still))
    return f'UPDATE "{model._meta.db_table}" SET {columns} WHERE {where}', fields  # noqa: S608


@cache
def _reading(
    model: type[Model], order_by: tuple[str, ...], equal: tuple[tuple[str, bool], ...]
) -> tuple[str, list[str], list[tuple[int, Converter]]]:
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    order = ", ".join(f'"{name}"' for name in order_by)
    statement = f'SELECT {columns} FROM "{model._meta.db_table}" WHERE {_where(model, equal)}'  # noqa: S608
    converters = [(at, one.from_db_value) for at, one in enumerate(fields) if hasattr(one, "from_db_value")]
    return statement + (f" ORDER BY {order}" if order else ""), [field.attname for field in fields], converters


def _where(model: type[Model], equal: tuple[tuple[str, bool], ...]) -> str:
    columns = [(cast("Field[Any, Any]", model._meta.get_field(name)).column, is_empty) for name, is_empty in equal]
    return " AND ".join(f'"{column}" IS NULL' if is_empty else f'"{column}" = %s' for column, is_empty in columns)
