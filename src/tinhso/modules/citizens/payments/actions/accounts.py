"""Declaring where the fees of a unit go, as dated data."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused, gettext_noop
from tinhso.base.text import nfc
from tinhso.kernel.ledger.actions import write_entry
from tinhso.modules.citizens.payments.actions import declared  # noqa: F401
from tinhso.modules.citizens.payments.models import BeneficiaryAccount
from tinhso.modules.citizens.payments.rules.receipts import FORMS, is_series
from tinhso.modules.citizens.payments.rules.roles import SET_UP


class AccountFaulty(Refused):
    code = "payments-account-faulty"
    title = gettext_noop("Thông tin tài khoản chưa đúng")
    mend = gettext_noop("Sửa các ô được đánh dấu rồi lưu lại.")


class AccountThere(Refused):
    code = "payments-account-there"
    status = 409
    title = gettext_noop("Đơn vị đã có tài khoản áp dụng từ ngày này")
    mend = gettext_noop("Chọn ngày áp dụng khác; số đã khai thì không sửa để sổ sách còn đúng.")


@dataclass(frozen=True)
class Banking:
    """What is declared of an account, as typed."""

    bank: str
    bank_name: str
    number: str
    holder: str
    tax_code: str
    receipt_letters: str
    ground: str
    city: str = ""
    receipt_form: str = "EBL01"


def faults_of(typed: Banking) -> dict[str, str]:
    """What is wrong, by field."""
    checks = {
        "bank": (typed.bank.isascii() and typed.bank.isdigit() and len(typed.bank) == 6, _BANK),
        "bank_name": (bool(typed.bank_name), _BANK_NAME),
        "number": (typed.number.isascii() and typed.number.isalnum() and len(typed.number) <= 19, _NUMBER),
        "holder": (bool(typed.holder), _HOLDER),
        "tax_code": (typed.tax_code.replace("-", "").isdigit() and 10 <= len(typed.tax_code) <= 14, _TAX),
        "receipt_form": (typed.receipt_form in FORMS, _FORM),
        "receipt_letters": (is_series(typed.receipt_letters), _LETTERS),
        "ground": (bool(typed.ground), _GROUND),
    }
    return {name: why for name, (is_right, why) in checks.items() if not is_right}


_BANK_NAME = gettext_noop("Ghi tên ngân hàng.")
_HOLDER = gettext_noop("Ghi tên chủ tài khoản.")
_GROUND = gettext_noop("Ghi căn cứ: văn bản nào mở hoặc đổi tài khoản.")
_BANK = gettext_noop("Mã BIN của ngân hàng gồm 6 chữ số, ví dụ 970403.")
_NUMBER = gettext_noop("Số tài khoản gồm chữ và số, không quá 19 ký tự.")
_TAX = gettext_noop("Mã số thuế gồm 10 chữ số, hoặc 13 với dấu gạch.")
_FORM = gettext_noop("Chọn EBL01 hoặc EBL02.")
_LETTERS = gettext_noop("Hai chữ cái in hoa trong số A B C D E G H K L M N P Q R S T U V X Y.")


@transaction.atomic
def declare_account(unit_id: UUID, typed: Banking, *, valid_from: date, by: Actor, at: datetime) -> BeneficiaryAccount:
    """Fees of the unit go there from that day on. Raises NotAllowed, AccountFaulty, AccountThere."""
    by.must(SET_UP, unit_id)
    if wrong := faults_of(typed):
        raise AccountFaulty(fields=wrong)
    account = BeneficiaryAccount(
        unit_id=unit_id,
        bank=typed.bank,
        bank_name=nfc(typed.bank_name)[:120],
        number=typed.number,
        holder=nfc(typed.holder)[:120],
        city=nfc(typed.city)[:60],
        tax_code=typed.tax_code,
        receipt_form=typed.receipt_form,
        receipt_letters=typed.receipt_letters,
        valid_from=valid_from,
        ground=nfc(typed.ground)[:300],
        declared_at=at,
    )
    BeneficiaryAccount.objects.bulk_create([account], ignore_conflicts=True)
    if not BeneficiaryAccount.objects.filter(pk=account.pk).exists():
        raise AccountThere(fields={"valid_from": str(AccountThere.title)})
    payload = {"valid_from": valid_from.isoformat()}
    write_entry("payments.account_declared", account, by=by, at=at, payload=payload, unit_id=unit_id)
    return account
