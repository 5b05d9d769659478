"""Lists by opaque cursor: the next page begins behind the last row shown, however many rows came in between."""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse

from tinhso.base.messages import Refused, gettext_noop
from tinhso.shell.api.shapes import MOST


class BadCursor(Refused):
    code = "bad-cursor"
    title = gettext_noop("Con trỏ trang không dùng được")
    mend = gettext_noop("Bỏ tham số cursor để đọc lại từ đầu, giữ nguyên các tham số khác.")

    def __init__(self) -> None:
        super().__init__(fields={"cursor": str(BadCursor.title)})


class BadSort(Refused):
    code = "bad-sort"
    title = gettext_noop("Không sắp xếp theo %(sort)s được")
    mend = gettext_noop("Chọn một trong: %(known)s; thêm dấu trừ phía trước để đảo ngược.")


@dataclass(frozen=True)
class Order:
    """A field to sort by, which way, and how its value is read back from a cursor; a row without value comes last."""

    field: str
    is_down: bool
    read: Callable[[str], Any]

    @property
    def columns(self) -> tuple[OrderBy, OrderBy]:
        first = F(self.field)
        down = first.desc(nulls_last=True) if self.is_down else first.asc(nulls_last=True)
        return down, F("id").desc() if self.is_down else F("id").asc()

    def after(self, value: Any, last_id: str) -> Q:
        """Rows behind the row with that value and id."""
        then = "lt" if self.is_down else "gt"
        same_value = Q(**{self.field: value}) if value is not None else Q(**{f"{self.field}__isnull": True})
        behind = same_value & Q(**{f"id__{then}": last_id})
        if value is None:
            return behind
        return Q(**{f"{self.field}__{then}": value}) | Q(**{f"{self.field}__isnull": True}) | behind


def order_of(sort: str, known: Mapping[str, tuple[str, Callable[[str], Any]]]) -> Order:
    """The order asked for, by the names of ``known`` (name → field, reader). Raises BadSort."""
    first, _, rest = sort.partition(",")
    name = first.removeprefix("-")
    if name not in known or rest.removeprefix("-") not in ("", "id"):
        raise BadSort(fields={"sort": "sort"}, sort=sort, known=", ".join(known))
    field, read = known[name]
    return Order(field, first.startswith("-"), read)


@dataclass(frozen=True)
class Cursor:
    """Where a page ended: in which order, with which value and id."""

    sort: str
    value: str | None
    last_id: str

    @property
    def text(self) -> str:
        packed = json.dumps([self.sort, self.value, self.last_id], separators=(",", ":"))
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str, sort: str) -> "Cursor":
        """Raises BadCursor for anything that was not given out for this order."""
        try:
            found = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        except (binascii.Error, ValueError, RecursionError):
            raise BadCursor() from None
        if not (isinstance(found, list) and len(found) == 3 and found[0] == sort and isinstance(found[2], str)):
            raise BadCursor()
        if found[1] is not None and not isinstance(found[1], str):
            raise BadCursor()
        return cls(*found)


@dataclass(frozen=True)
class Listed:
    """The rows of one page, and the cursor of the next (None at the end)."""

    rows: list[Any]
    next: str | None


def page_of(rows: QuerySet[Any], sort: str, order: Order, *, cursor: str | None, limit: int) -> Listed:
    """One page of at most ``limit`` rows. Raises BadCursor."""
    if cursor:
        place = Cursor.read(cursor, sort)
        try:
            value = order.read(place.value) if place.value is not None else None
            rows = rows.filter(order.after(value, str(UUID(place.last_id))))
        except ValueError:
            raise BadCursor() from None
    found = list(rows.order_by(*order.columns)[: min(limit, MOST) + 1])
    shown = found[: min(limit, MOST)]
    more = len(found) > len(shown)
    return Listed(shown, _cursor(sort, order, shown[-1]).text if more else None)


def _cursor(sort: str, order: Order, row: Model) -> Cursor:
    value = getattr(row, order.field)
    text = None if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return Cursor(sort, text, str(row.pk))


def linked(request: HttpRequest, response: HttpResponse, found: Listed) -> None:
    """The address of the next page in the Link header (RFC 8288)."""
    if found.next is not None:
        values = request.GET.copy()
        values["cursor"] = found.next
        response["Link"] = f'<{request.path}?{values.urlencode()}>; rel="next"'
