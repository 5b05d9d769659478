"""Keeping a narrowed work list under a name, for oneself or for the whole unit."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, NotFound, Refused, gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.ledger.actions import SubjectRef, write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.models import SavedList
from tinhso.modules.citizens.one_stop.rules.lists import ListChoice, as_data

MOST = 12
SHARE = "cases.assign"
register(
    Event("one_stop.list_saved", gettext_noop("Lưu danh sách"), ("is_shared",)),
    Event("one_stop.list_removed", gettext_noop("Bỏ danh sách đã lưu")),
    Event("one_stop.list_exported", gettext_noop("Xuất danh sách hồ sơ"), ("format", "filters", "rows")),
)


class ListNameMissing(Refused):
    code = "list-name-missing"
    title = gettext_noop("Danh sách chưa có tên")
    mend = gettext_noop("Đặt một tên ngắn, ví dụ “Khai sinh sắp hạn”.")


class TooManyLists(Refused):
    code = "too-many-lists"
    title = gettext_noop("Đã có %(most)d danh sách")
    mend = gettext_noop("Bỏ bớt một danh sách không dùng nữa rồi lưu lại.")


@transaction.atomic
def save_list(name: str, choice: ListChoice, *, is_shared: bool = False, by: Actor, at: datetime) -> SavedList:
    """Keeps the choice under the name; the same name again replaces it.

    Raises ListNameMissing, TooManyLists; NotAllowed when shared by who may not assign in the unit.
    """
    name = nfc(name)[:60]
    if not name:
        raise ListNameMissing(fields={"ten": gettext_noop("Ghi tên danh sách.")})
    if is_shared:
        by.must(SHARE, by.unit_id)
    mine = SavedList.objects.select_for_update().filter(account_id=_account(by))
    if mine.exclude(name=name).count() >= MOST:
        raise TooManyLists(most=MOST)
    facts = {"choice": as_data(choice), "unit_id": by.unit_id if is_shared else None}
    kept, _is_new = SavedList.objects.update_or_create(account_id=_account(by), name=name, defaults=facts)
    write_entry("one_stop.list_saved", kept, by=by, at=at, payload={"is_shared": is_shared})
    return kept


@transaction.atomic
def remove_list(list_id: UUID, *, by: Actor, at: datetime) -> None:
    """Removes a list of one's own. Raises NotFound for others'."""
    kept = SavedList.objects.select_for_update().filter(pk=list_id, account_id=_account(by)).first()
    if kept is None:
        raise NotFound()
    write_entry("one_stop.list_removed", kept, by=by, at=at)
    kept.delete()


@transaction.atomic
def note_export(form: str, filters: str, rows: int, *, by: Actor, at: datetime) -> None:
    """Writes down that a list left the house: which, how many dossiers, by whom."""
    about = SubjectRef("identity.account", _account(by))
    payload = {"format": form, "filters": filters, "rows": rows}
    write_entry("one_stop.list_exported", about, by=by, at=at, payload=payload)


def _account(by: Actor) -> UUID:
    """Lists belong to accounts: the product itself keeps none."""
    if by.account_id is None:
        raise NotAllowed()
    return by.account_id
