"""Organisations an official meets on paper: known by their tax code, entered once."""

import re
from datetime import datetime

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import NotAllowed, Refused, gettext_noop
from tinhso.base.text import fold, nfc
from tinhso.kernel.identity.models import Business
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.ledger.kinds import Event, register

TAX_CODE = re.compile(r"\d{10}(-\d{3})?|\d{12}")
register(Event("identity.business_entered", "ghi nhận một tổ chức"))


class BadTaxCode(Refused):
    code = "bad-tax-code"
    title = gettext_noop("Mã số thuế chưa đúng")
    mend = gettext_noop("Mã số thuế có 10 chữ số, hoặc 10 chữ số, gạch ngang và 3 chữ số, ví dụ 5800000000-001.")


@transaction.atomic
def note_business(tax_code: str, name: str, *, by: Actor, at: datetime) -> Business:
    """The organisation of that tax code, entered where it was not known. Raises NotAllowed, BadTaxCode."""
    if not by.is_staff and not by.has_everywhere("identity.note_business"):
        raise NotAllowed(right="identity.note_business")
    bare = tax_code.replace(" ", "")
    if not TAX_CODE.fullmatch(bare):
        raise BadTaxCode()
    known = Business.objects.filter(tax_code=bare).first()
    if known is not None:
        return known
    business = Business.objects.create(tax_code=bare, name=nfc(name)[:300], name_folded=fold(name)[:300])
    write_entry("identity.business_entered", business, by=by, at=at)
    return business
