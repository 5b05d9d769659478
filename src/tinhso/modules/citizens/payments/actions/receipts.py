"""Electronic receipts: made when a charge is collected, one each, with the next number of the unit and year."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from tinhso.base.actor import Actor, system_actor
from tinhso.base.moments import day_text, local_day, moment_text
from tinhso.base.money import dong, dong_in_words
from tinhso.kernel.cases.models import Case, Charge
from tinhso.kernel.documents.actions import draft_document, issue_number, revoke, seal, sign, sign_words
from tinhso.kernel.documents.kinds import signing_drivers, words_signed_with
from tinhso.kernel.documents.models import Document, SignatureKind
from tinhso.kernel.files.actions import put_bytes
from tinhso.kernel.files.models import StoredFile
from tinhso.kernel.identity.queries import seat_of
from tinhso.kernel.ledger.actions import write_entry
from tinhso.kernel.organisations.queries import unit_on
from tinhso.modules.citizens.payments.actions.declared import AlreadyDone, ground_of
from tinhso.modules.citizens.payments.actions.orders import locked_case
from tinhso.modules.citizens.payments.documents import FEE_RECEIPT
from tinhso.modules.citizens.payments.models import BeneficiaryAccount, FeeReceipt
from tinhso.modules.citizens.payments.queries.accounts import account_of
from tinhso.modules.citizens.payments.queries.receipts import charges_without_receipt
from tinhso.modules.citizens.payments.rules.receipts import number_of, receipt_xml, symbol_of, xml_fields
from tinhso.modules.citizens.payments.rules.roles import SETTLE
from tinhso.modules.citizens.payments.rules.xmldsig import signed_xml

METHODS = {"cash": "Tiền mặt", "online": "Chuyển khoản qua nền tảng thanh toán", "transfer": "Chuyển khoản"}
BY = system_actor("payments.receipts")


@transaction.atomic
def make_receipts(case: Case, *, at: datetime) -> list[FeeReceipt]:
    """The receipts of what was collected and has none yet; nothing where the unit has declared no series by then.

    Anybody who may look at the case may call it: it only writes down what has happened.
    """
    row = locked_case(case.pk)
    made = []
    for charge in charges_without_receipt(row):
        assert charge.paid_at is not None  # noqa: S101  (collected)
        account = account_of(row.competent_unit_id, local_day(charge.paid_at))
        if account is not None:
            made.append(_made(row, charge, account, at))
    return made


def _made(case: Case, charge: Charge, account: BeneficiaryAccount, at: datetime) -> FeeReceipt:
    facts = _facts(case, charge, account, at)
    title = f"Biên lai {charge.title}"[:500]
    document = draft_document(FEE_RECEIPT, case, facts, unit_id=account.unit_id, title=title, by=BY, at=at)
    document = seal(issue_number(document, by=BY, at=at), by=BY, at=at)
    number = document.number
    assert number is not None  # noqa: S101  (its kind has a register)
    xml = _signed_words(document, facts, charge, at)
    if any(driver.is_ready() for driver in signing_drivers):
        document = sign(document, SignatureKind.ORGANISATION, by=BY, at=at)
    receipt = FeeReceipt.objects.create(
        charge=charge,
        case=case,
        unit_id=account.unit_id,
        form=account.receipt_form,
        symbol=facts["symbol"],
        number=number,
        issued_on=local_day(at),
        title=charge.title,
        amount=charge.amount,
        document=document,
        xml=xml,
    )
    payload = _numbering(receipt) | {"amount": receipt.amount}
    write_entry("payments.receipt_made", receipt, by=BY, at=at, payload=payload, unit_id=receipt.unit_id)
    return receipt


def _facts(case: Case, charge: Charge, account: BeneficiaryAccount, at: datetime) -> dict[str, Any]:
    assert charge.paid_at is not None  # noqa: S101  (collected)
    cashier = seat_of(charge.collected_by).full_name if charge.collected_by else ""
    return {
        "sheet": "a5",
        "form": account.receipt_form,
        "symbol": symbol_of(local_day(at), account.receipt_letters),
        "collector": unit_on(account.unit_id, local_day(at)).authority_name,
        "tax_code": account.tax_code,
        "payer": case.applicant.full_name,
        "case_number": case.number,
        "request": case.title,
        "title": charge.title,
        "amount": dong(charge.amount),
        "words": dong_in_words(charge.amount),
        "method": METHODS.get(charge.method, ""),
        "collected_at": moment_text(charge.paid_at),
        "cashier": cashier,
    }


def _signed_words(document: Document, facts: dict[str, Any], charge: Charge, at: datetime) -> StoredFile:
    """The same receipt as XML, signed by the unit where something is ready to sign."""
    told = facts | {
        "number": number_of(document.number or 0),
        "day": day_text(local_day(at)),
        "amount": charge.amount,
        "currency": "VND",
    }
    xml = receipt_xml(xml_fields(told))
    algorithm = words_signed_with()
    if algorithm:
        sign_it = partial(sign_words, unit_id=document.unit_id, by=BY, at=at)
        return put_bytes(signed_xml(xml, algorithm, sign_it), "application/xml", at=at)
    return put_bytes(xml.encode(), "application/xml", at=at)


def _numbering(receipt: FeeReceipt) -> dict[str, Any]:
    return {"form": receipt.form, "symbol": receipt.symbol, "number": receipt.number}


@transaction.atomic
def cancel_receipt(receipt: FeeReceipt, *, ground: str, by: Actor, at: datetime) -> FeeReceipt:
    """The receipt no longer stands; its number stays used. Raises NotAllowed, GroundMissing, AlreadyDone."""
    by.must(SETTLE, receipt.unit_id)
    why = ground_of(ground)
    row = FeeReceipt.objects.select_for_update(of=("self",)).select_related("document").get(pk=receipt.pk)
    if row.cancelled_at is not None:
        raise AlreadyDone()
    row.cancelled_at, row.cancelled_because = at, why
    row.save(update_fields=["cancelled_at", "cancelled_because"])
    revoke(row.document, reason=why, by=BY, at=at)
    write_entry("payments.receipt_cancelled", row, by=by, at=at, payload=_numbering(row), unit_id=row.unit_id)
    return row
