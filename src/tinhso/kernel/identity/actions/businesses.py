"""Organisations that apply, known by their tax code."""

from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.text import fold, nfc
from tinhso.kernel.identity.models import Business
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

register(Event("identity.business_entered", "ghi nhận một tổ chức", ("tax_code",)))


class BadTaxCode(Refused):
    code = "bad-tax-code"
    title = gettext_noop("Mã số thuế chưa đúng")
    mend = gettext_noop("Mã số thuế có 10 chữ số, thêm gạch nối và 3 số nếu là đơn vị phụ thuộc.")


@transaction.atomic
def keep_business(tax_code: str, name: str, *, by: Actor, at: datetime) -> Business:
    """The organisation of that tax code, entered under this name where it is not known; a known name stays.

    Raises NotAllowed, BadTaxCode.
    """
    if by.is_anonymous:
        raise NotAllowed(right="identity.create_person")
    code = tax_code.strip()
    bare = code.replace("-", "")
    if not (bare.isascii() and bare.isdecimal() and len(bare) in (10, 12, 13)):
        raise BadTaxCode()
    kept = nfc(name)[:300]
    row, is_new = Business.objects.get_or_create(tax_code=code, defaults={"name": kept, "name_folded": fold(kept)})
    if is_new:
        write_entry("identity.business_entered", row, by=by, at=at, payload={"tax_code": code})
    return row
