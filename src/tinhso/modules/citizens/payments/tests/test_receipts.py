"""Receipts: made when money is collected, one each, numbered without gaps, signed as PDF and as XML."""

from base64 import b64decode
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from hashlib import sha256
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from django.db import close_old_connections, connection
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader

from tinhso.base.moments import LOCAL
from tinhso.kernel.cases import actions as cases
from tinhso.kernel.cases.models import Case
from tinhso.kernel.cases.tests.conftest import AT, SYSTEM, NewCase, World
from tinhso.kernel.documents.kinds import Detached
from tinhso.kernel.documents.queries import bytes_of, validation_of
from tinhso.kernel.files.queries import stored_bytes
from tinhso.kernel.ledger.models import Entry
from tinhso.modules.citizens.payments import jobs
from tinhso.modules.citizens.payments.actions import cancel_receipt, make_receipts
from tinhso.modules.citizens.payments.models import BeneficiaryAccount, FeeReceipt
from tinhso.modules.citizens.payments.rules.receipts import is_series, number_of, receipt_xml, symbol_of, xml_fields
from tinhso.modules.citizens.payments.rules.xmldsig import DSIG, signed_xml

ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
NAMES = {"d": DSIG}
Waiting = Callable[[], Case]


def paid(case: Case, by: object, at: datetime = AT) -> Case:
    cases.collect_charge(case, case.charges.get(), method="cash", by=by, at=at)  # type: ignore[arg-type]
    return case


def taken_in(world: World, new_case: NewCase, at: datetime = AT) -> Case:
    return cases.accept_case(new_case(at), by=world.receiver, at=at)


def check_signature(xml: bytes) -> etree._Element:
    """As anybody checks an enveloped XML signature. Raises InvalidSignature, AssertionError."""
    root = etree.fromstring(xml)
    (signature,) = root.xpath("d:Signature", namespaces=NAMES)
    info = signature.find("d:SignedInfo", NAMES)
    out = BytesIO()
    etree.ElementTree(etree.fromstring(etree.tostring(info))).write_c14n(out)
    certificate = x509.load_der_x509_certificate(b64decode(signature.findtext(".//d:X509Certificate", "", NAMES)))
    value = b64decode(signature.findtext("d:SignatureValue", "", NAMES))
    key = certificate.public_key()
    assert isinstance(key, ec.EllipticCurvePublicKey)
    numbers = int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big")
    key.verify(encode_dss_signature(*numbers), out.getvalue(), ec.ECDSA(hashes.SHA256()))
    root.remove(signature)
    bare = BytesIO()
    etree.ElementTree(root).write_c14n(bare)
    assert b64decode(info.findtext(".//d:DigestValue", "", NAMES)) == sha256(bare.getvalue()).digest()
    return root


@pytest.mark.django_db
def test_it_works(world: World, new_case: NewCase, account: BeneficiaryAccount) -> None:
    case = paid(taken_in(world, new_case), world.receiver)
    (receipt,) = make_receipts(case, at=AT)
    assert (receipt.form, receipt.symbol, receipt.number, receipt.amount) == ("EBL01", "26TAA", 1, 5000)
    text = PdfReader(BytesIO(bytes_of(receipt.document))).pages[0].extract_text()
    for words in ("26TAA", "0000001", "5.000 đồng", "Năm nghìn đồng", case.number, "5800000000", "Phí sao"):
        assert words in text, words
    assert validation_of(receipt.document, at=AT).is_valid
    assert receipt.xml_id is not None
    root = check_signature(stored_bytes(receipt.xml_id))
    told = {element.tag: element.text for element in root}
    assert (told["So"], told["SoTien"], told["MaHoSo"]) == ("0000001", "5000", case.number)
    assert make_receipts(case, at=AT) == []


@pytest.mark.django_db
def test_a_changed_word_breaks_the_signature(world: World, new_case: NewCase, account: BeneficiaryAccount) -> None:
    (receipt,) = make_receipts(paid(taken_in(world, new_case), world.receiver), at=AT)
    xml = stored_bytes(str(receipt.xml_id))
    with pytest.raises(AssertionError):
        check_signature(xml.replace(b"<SoTien>5000<", b"<SoTien>9000<"))
    with pytest.raises(InvalidSignature):
        check_signature(xml.replace(b"xmldsig#enveloped-signature", b"xmldsig#enveloped-signaturf"))


@given(st.dictionaries(st.sampled_from(("title", "payer", "collector")), st.text(max_size=60)))
def test_what_people_typed_stays_words_in_the_xml(typed: dict[str, str]) -> None:
    facts = dict.fromkeys(
        ("form", "symbol", "number", "day", "collector", "tax_code", "payer", "case_number", "title", "amount", "words",
         "currency", "method"), "x",
    ) | typed  # fmt: skip
    xml = signed_xml(receipt_xml(xml_fields(facts)), ECDSA, lambda data: Detached(b"\0" * 64, b"x"))
    root = etree.fromstring(xml)
    signature = root.find("d:Signature", NAMES)
    said = signature.findtext(".//d:DigestValue", "", NAMES)
    root.remove(signature)
    bare = BytesIO()
    etree.ElementTree(root).write_c14n(bare)
    assert b64decode(said) == sha256(bare.getvalue()).digest()
    assert len(root) == 13


@pytest.mark.django_db
def test_no_receipt_before_the_office_has_a_series(world: World, new_case: NewCase) -> None:
    assert make_receipts(paid(taken_in(world, new_case), world.receiver), at=AT) == []


@pytest.mark.django_db
def test_numbers_begin_again_with_the_year(world: World, new_case: NewCase, account: BeneficiaryAccount) -> None:
    eve, morning = datetime(2026, 12, 31, 16, tzinfo=LOCAL), datetime(2027, 1, 4, 8, tzinfo=LOCAL)
    made = []
    for at in (eve, eve, morning):
        made += make_receipts(paid(taken_in(world, new_case, at), world.receiver, at), at=at)
    assert [(one.symbol, one.number) for one in made] == [("26TAA", 1), ("26TAA", 2), ("27TAA", 1)]


@pytest.mark.django_db
def test_a_cancelled_number_stays_used(world: World, new_case: NewCase, account: BeneficiaryAccount) -> None:
    (first,) = make_receipts(paid(taken_in(world, new_case), world.receiver), at=AT)
    cancel_receipt(first, ground="Thu nhầm", by=SYSTEM, at=AT)
    (second,) = make_receipts(paid(taken_in(world, new_case), world.receiver), at=AT)
    assert second.number == 2
    first.document.refresh_from_db()
    assert first.document.status == "revoked"


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_leave_no_gap_and_no_double(
    world: World, new_case: NewCase, account: BeneficiaryAccount
) -> None:
    dossiers = [paid(taken_in(world, new_case), world.receiver) for _ in range(8)]

    def make(case: Case) -> int:
        close_old_connections()
        try:
            return len(make_receipts(case, at=AT))
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clerks:
        made = list(clerks.map(make, [*dossiers, *dossiers]))
    assert sum(made) == len(dossiers)
    numbers = sorted(FeeReceipt.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(dossiers) + 1))


@pytest.mark.django_db(transaction=True)
def test_the_worker_makes_receipts_and_lets_a_paid_dossier_go_on(
    waiting: Waiting, world: World, official: Callable[..., object]
) -> None:
    """Cash taken on any screen: the ledger says so, the receipt follows, the dossier goes on."""
    clerk = official("thu", world.desk, "one_stop.receiver")
    case = waiting()
    cases.collect_charge(case, case.charges.get(), method="cash", by=clerk.actor, at=AT)  # type: ignore[attr-defined]
    for _ in range(3):
        jobs.follow_ledger()
    assert FeeReceipt.objects.get().case_id == case.pk
    assert Case.objects.get(pk=case.pk).state == 4
    assert Entry.objects.filter(event="payments.receipt_made", subject_id=FeeReceipt.objects.get().pk).count() == 1


@given(st.integers(1, 99_999_999), st.dates(date(2026, 1, 1), date(2099, 12, 31)))
def test_form_of_numbers_and_symbols(number: int, day: date) -> None:
    assert int(number_of(number)) == number and 7 <= len(number_of(number)) <= 8
    symbol = symbol_of(day, "KV")
    assert len(symbol) == 5 and symbol[2:] == "TKV"


def test_letters_the_circular_leaves_out_are_no_series() -> None:
    assert is_series("AA") and is_series("XY")
    assert not any(is_series(letters) for letters in ("A", "FA", "AI", "JJ", "aa", "A1", "AAA", ""))
    for wrong in (0, 100_000_000, -1):
        with pytest.raises(ValueError, match="number"):
            number_of(wrong)
