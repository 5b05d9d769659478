"""Whose paper it is: a person or a business known by number, or entered from what the paper says."""

from dataclasses import dataclass
from datetime import datetime

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.text import fold
from tinhso.kernel.identity.actions import create_person, note_business
from tinhso.kernel.identity.models import Business, Person
from tinhso.kernel.identity.queries import is_called, person_by_number


@dataclass(frozen=True)
class OwnerIn:
    """A personal number with a name, or a tax code with a name; never kept as typed."""

    number: str = ""
    name: str = ""
    tax_code: str = ""


class OwnerMissing(Refused):
    code = "results-owner-missing"
    title = gettext_noop("Chưa ghi chủ giấy tờ")
    mend = gettext_noop("Ghi số định danh và họ tên của người, hoặc mã số thuế và tên của tổ chức.")

    def __init__(self, field: str = "owner_number") -> None:
        super().__init__(fields={field: str(self.mend)})


class OwnerDiffers(Refused):
    code = "results-owner-differs"
    status = 409
    title = gettext_noop("Số này đã ghi cho một chủ có tên khác")
    mend = gettext_noop("Xem lại số và họ tên trên giấy tờ.")

    def __init__(self) -> None:
        super().__init__(fields={"owner_name": f"{self.title}. {self.mend}"})


def owner_of(who: OwnerIn, *, by: Actor, at: datetime) -> tuple[Person | None, Business | None]:
    """Exactly one of the two. Raises OwnerMissing, OwnerDiffers, BadNumber, BadTaxCode."""
    if not who.name:
        raise OwnerMissing("owner_name" if who.number or who.tax_code else "owner_number")
    if who.tax_code:
        business = note_business(who.tax_code, who.name, by=by, at=at)
        if business.name_folded != fold(who.name):
            raise OwnerDiffers()
        return None, business
    if not who.number:
        raise OwnerMissing()
    known = person_by_number(who.number)
    if known is None:
        return create_person(who.name, number=who.number, source="digitised", by=by, at=at), None
    if not is_called(known, who.name):
        raise OwnerDiffers()
    return known, None
