"""The one-time passwords of a list: fetched once by who sent it, forgotten when they are good for nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.kernel.identity.queries.sealing import opened_text
from tinhso.kernel.identity.rules.passwords import ONE_TIME_FOR
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.one_stop.actions.imports.sending import drop_import
from tinhso.modules.citizens.one_stop.models import ListImport, ListImportRow, ListImportState
from tinhso.modules.citizens.one_stop.queries.imports import facts_of
from tinhso.modules.citizens.one_stop.rules.roles import IMPORT

KEEP_ROWS = timedelta(days=30)
KEEP_UNCONFIRMED = timedelta(days=7)


class PasswordsGone(Refused):
    code = "passwords-gone"
    status = 410
    title = gettext_noop("Mật khẩu của danh sách này đã được tải hoặc đã hết hạn")
    mend = gettext_noop("Mở tài khoản của từng người để đặt lại mật khẩu.")


@transaction.atomic
def fetch_passwords(row: ListImport, *, by: Actor, at: datetime) -> Sequence[tuple[str, str, str]]:
    """Login, name and password of each new account, for the last time. Raises NotAllowed, PasswordsGone."""
    if by.account_id != row.account_id:
        raise NotAllowed(right=IMPORT)
    ListImport.objects.select_for_update().get(pk=row.pk)
    held = list(row.rows.exclude(password_sealed=None).order_by("place"))
    if not held:
        raise PasswordsGone()
    told = [_told(one) for one in held]
    row.rows.update(password_sealed=None)
    write_entry("one_stop.passwords_fetched", row, by=by, at=at, payload={"count": len(told)})
    return told


def _told(one: ListImportRow) -> tuple[str, str, str]:
    login, _, name = facts_of(one)["label"].partition(" · ")
    return login, name, opened_text(one.password_sealed, one.pk, "list.password")


def forget_old_lists(*, at: datetime) -> None:
    """Passwords nobody can sign in with any more, lists nobody confirmed, and what was said of rows long ago."""
    old = ListImportRow.objects.filter(of__confirmed_at__lt=at - ONE_TIME_FOR)
    old.exclude(password_sealed=None).update(password_sealed=None)
    ListImportRow.objects.filter(of__finished_at__lt=at - KEEP_ROWS).delete()
    for row in ListImport.objects.filter(state=ListImportState.CHECKED, asked_at__lt=at - KEEP_UNCONFIRMED):
        drop_import(row, by=system_actor("lists"), at=at)
