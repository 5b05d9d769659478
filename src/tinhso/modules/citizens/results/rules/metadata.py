"""What is said of a paper, as typed by an official or in an index: read, and what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.base.messages import gettext_noop
from tinhso.base.text import nfc
from tinhso.modules.citizens.results.rules.codes import is_paper_code, is_result_code

COMPONENT, RESULT = 0, 1
TEXTS = {
    "title": 400, "number_text": 120, "scope": 200, "abstract": 1000, "issuer": 300, "signer": 200,
    "case_number": 60, "procedure_code": 20, "sector": 300, "code": 60,
}  # fmt: skip
FIELDS = ("kind", *TEXTS, "issued_on", "valid_until", "is_lasting")
NEEDED = {
    "title": gettext_noop("Ghi tên giấy tờ."),
    "issuer": gettext_noop("Ghi cơ quan ban hành."),
    "issued_on": gettext_noop("Ghi ngày ban hành, ví dụ 05/03/2024."),
}
WRONG_DAY = gettext_noop("Không đọc được ngày này. Viết như 05/03/2024.")
WRONG_CODE = gettext_noop("Mã kết quả viết như KQ.G15.000031.")
WRONG_PAPER_CODE = gettext_noop("Mã giấy tờ gồm chữ không dấu, số, dấu chấm, gạch ngang, gạch dưới.")
WRONG_KIND = gettext_noop("Chọn đây là thành phần hồ sơ hay kết quả.")
NOT_YET = gettext_noop("Ngày ban hành không thể ở sau hôm nay.")
ENDED_BEFORE = gettext_noop("Ngày hết hiệu lực không thể trước ngày ban hành.")
HOW_LONG = gettext_noop("Ghi ngày hết hiệu lực, hoặc đánh dấu không thời hạn.")


@dataclass(frozen=True)
class Metadata:
    """The record of a digitised paper (GiayToSoHoa, one-stop.md section 3) without owner, file and state."""

    kind: int
    code: str = ""
    title: str = ""
    number_text: str = ""
    issued_on: date | None = None
    valid_until: date | None = None
    is_lasting: bool = False
    scope: str = ""
    abstract: str = ""
    issuer: str = ""
    signer: str = ""
    case_number: str = ""
    procedure_code: str = ""
    sector: str = ""


def read_day(text: str) -> date | None:
    """05/03/2024, 5-3-2024 or 2024-03-05; None when it is none."""
    bare = text.strip().replace(".", "/").replace("-", "/")
    for shape in ("%d/%m/%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(bare, shape).date()  # noqa: DTZ007  (a day, no moment)
        except ValueError:
            continue
    return None


def read_metadata(typed: Mapping[str, str], *, on: date) -> tuple[Metadata, dict[str, str]]:
    """What was typed, and a sentence for each field that is missing or wrong (empty: it may be vouched for)."""
    texts = {name: nfc(typed.get(name, ""))[:longest] for name, longest in TEXTS.items()}
    issued_on, valid_until = read_day(typed.get("issued_on", "")), read_day(typed.get("valid_until", ""))
    is_lasting = bool(typed.get("is_lasting"))
    kind = int(typed["kind"]) if typed.get("kind") in ("0", "1") else -1
    found = Metadata(
        kind=kind, issued_on=issued_on, valid_until=None if is_lasting else valid_until, is_lasting=is_lasting, **texts
    )
    errors = {name: text for name, text in NEEDED.items() if not getattr(found, name)}
    errors |= _wrong_days(typed, found, on)
    if kind == -1:
        errors["kind"] = WRONG_KIND
    elif not (is_result_code(found.code) if kind == RESULT else is_paper_code(found.code)):
        errors["code"] = WRONG_CODE if kind == RESULT else WRONG_PAPER_CODE
    return found, errors


def _wrong_days(typed: Mapping[str, str], found: Metadata, on: date) -> dict[str, str]:
    errors = {
        name: WRONG_DAY
        for name in ("issued_on", "valid_until")
        if typed.get(name, "").strip() and read_day(typed[name]) is None
    }
    if found.issued_on and found.issued_on > on:
        errors["issued_on"] = NOT_YET
    if not found.is_lasting and found.valid_until is None:
        errors.setdefault("valid_until", HOW_LONG)
    elif found.valid_until and found.issued_on and found.valid_until < found.issued_on:
        errors["valid_until"] = ENDED_BEFORE
    return errors
