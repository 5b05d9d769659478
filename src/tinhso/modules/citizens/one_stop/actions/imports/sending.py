"""A list is sent, confirmed or dropped by who sent it."""

from datetime import datetime
from typing import IO

from django.db import transaction

from tinhso.base.actor import Actor, ActorKind
from tinhso.base.ids import new_id
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.tables import MOST_BYTES
from tinhso.kernel.files.actions import forget, put_bytes
from tinhso.kernel.identity.queries import keyring
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register
from tinhso.modules.citizens.one_stop.actions.imports.kinds import ListKind
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportState
from tinhso.modules.citizens.one_stop.rules.roles import IMPORT

register(
    Event("one_stop.list_sent", gettext_noop("Gửi danh sách để nhập"), ("kind", "rows")),
    Event("one_stop.list_confirmed", gettext_noop("Xác nhận nhập danh sách"), ("kind",)),
    Event("one_stop.list_dropped", gettext_noop("Bỏ danh sách đã gửi"), ("kind",)),
    Event(
        "one_stop.list_done", gettext_noop("Nhập xong danh sách"), ("kind", "new", "changed", "unchanged", "refused")
    ),
    Event("one_stop.passwords_fetched", gettext_noop("Tải mật khẩu dùng một lần"), ("count",)),
)
SEALED = "application/octet-stream"


class NothingListed(Refused):
    code = "nothing-listed"
    title = gettext_noop("Danh sách không có dòng nào")
    mend = gettext_noop("Điền ít nhất một dòng dưới hàng tiêu đề rồi gửi lại.")


class NotWaiting(Refused):
    code = "list-not-waiting"
    status = 409
    title = gettext_noop("Danh sách này không còn chờ xác nhận")
    mend = gettext_noop("Mở lại trang để xem tình trạng mới nhất.")


def send_list(kind: ListKind, stream: IO[bytes], *, by: Actor, at: datetime) -> ListImport:
    """Keeps a list, sealed, to be tried. Raises NotAllowed, NothingListed, and what ``kind.read`` refuses."""
    by.must(IMPORT)
    kind.must(by)
    if by.account_id is None:
        raise NotAllowed(right=kind.right)
    data = stream.read(MOST_BYTES + 1)
    rows = kind.read(data)
    if not rows:
        raise NothingListed()
    import_id = new_id()
    with transaction.atomic():
        row = ListImport.objects.create(
            id=import_id,
            kind=kind.code,
            state=ListImportState.CHECKING,
            file=put_bytes(keyring().seal(data, bound_to=f"list:{import_id}"), SEALED, at=at),
            account_id=by.account_id,
            seat_id=by.seat_id,
            total=len(rows),
            asked_at=at,
        )
        write_entry("one_stop.list_sent", row, by=by, at=at, payload={"kind": kind.code, "rows": len(rows)})
    return row


@transaction.atomic
def confirm_import(row: ListImport, kind: ListKind, *, by: Actor, at: datetime) -> None:
    """What was tried is done from now on, in the background. Raises NotAllowed, NotWaiting."""
    _must_be_mine(row, by)
    kind.must(by)
    waiting = ListImport.objects.filter(pk=row.pk, state=ListImportState.CHECKED, problem="")
    if not waiting.update(state=ListImportState.RUNNING, position=0, confirmed_at=at):
        raise NotWaiting()
    write_entry("one_stop.list_confirmed", row, by=by, at=at, payload={"kind": row.kind})


def drop_import(row: ListImport, *, by: Actor, at: datetime) -> None:
    """Forgets a list that was not confirmed, with its file. Raises NotAllowed, NotWaiting."""
    _must_be_mine(row, by)
    with transaction.atomic():
        waiting = ListImport.objects.filter(pk=row.pk, state__in=(ListImportState.CHECKING, ListImportState.CHECKED))
        if not waiting.update(state=ListImportState.DROPPED, file=None, finished_at=at):
            raise NotWaiting()
        row.rows.all().delete()
        write_entry("one_stop.list_dropped", row, by=by, at=at, payload={"kind": row.kind})
    if row.file_id:
        forget(row.file_id)


def _must_be_mine(row: ListImport, by: Actor) -> None:
    if by.account_id != row.account_id and by.kind is not ActorKind.SYSTEM:
        raise NotAllowed(right=IMPORT)
