"""Reading times and fees of a channel line as the national portal publishes them. Nothing is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

UNITS = ("working_day", "day", "hour", "month")
FREE, FIXED, SET_ELSEWHERE, UNKNOWN = "free", "fixed", "set_elsewhere", "unknown"
MOST_FEE = 10**12

# The note begins with what was said of the fee, in brackets: (Không), 50 USD(…), VNĐ(…).
_HEAD = re.compile(r"(?:VNĐ|Đồng|[\d.,]+\s*(?:USD|EUR|Việt Nam Đồng))?\s*", re.IGNORECASE)
_LIST_MARK = re.compile(r"[a-z0-9]{1,3}", re.IGNORECASE)
_NO_FEE = re.compile(
    r"\W*(không( có| quy định| thu( phí| lệ phí)?| áp dụng| mất phí)?( phí| lệ phí)?|miễn( phí| lệ phí)?)\W*",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"quy định|thông tư|nghị (định|quyết)|quyết định|hội đồng nhân dân|hđnd|luật|biểu (phí|mức)|mức (thu|phí|lệ phí)"
    r"|ủy ban nhân dân|ubnd",
    re.IGNORECASE,
)
_COUNCIL = re.compile(r"hội đồng nhân dân|hđnd", re.IGNORECASE)
_FEE_WORD = re.compile(r"(?<!\w)phí(?!\w)", re.IGNORECASE)
_FOREIGN = re.compile(r"\d\s*(USD|EUR|đô la|euro)|(USD|EUR)\s*\d|ngoại tệ", re.IGNORECASE)
_AMOUNT = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d{4,})\s*(?:đồng|đ\b|vnđ|Việt Nam Đồng)", re.IGNORECASE)
_WORKING_DAYS = re.compile(r"ngày\s+làm\s+việc", re.IGNORECASE)
_MERGED = re.compile(r"VNĐ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Read:
    """One thing read from a line, and what is doubtful about it."""

    value: Any
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fee:
    amount: int | None
    kind: str
    doubts: tuple[str, ...] = ()


def read_amount_of_time(line: Mapping[str, Any]) -> Read:
    """The number of units, as a Decimal, or None where none can be read."""
    time = line.get("time")
    if time is None:
        return Read(None, ("time_missing",))
    if isinstance(time, bool) or not isinstance(time, int | float) or not 0.01 <= time <= 1000:
        merged = line.get("unit") is None and _MERGED.match(note_of(line))
        return Read(None, ("time_merged_with_fee" if merged else "time_unread",))
    # A note that begins with the bare currency is the rest of “1” and “20.000 VNĐ” run together to 120.
    if line.get("unit") is None and _MERGED.match(note_of(line)):
        return Read(None, ("time_merged_with_fee",))
    return Read(Decimal(str(time)).quantize(Decimal("0.01")))


def read_unit(line: Mapping[str, Any], amount: Decimal | None) -> Read:
    unit = line.get("unit")
    if amount is None:
        return Read(None)
    if unit is None:
        return Read(None, ("unit_missing",))
    if unit not in UNITS:
        return Read(None, ("unit_unknown",))
    if unit == "day" and _WORKING_DAYS.search(note_of(line)):
        return Read(None, ("day_or_working_day",))
    return Read(unit)


def read_fee(line: Mapping[str, Any]) -> Fee:
    """The fee of a line: an amount only where the source gives one that its own note does not contradict."""
    fee, note = line.get("fee_vnd"), note_of(line)
    head, remark, rest = parts_of_note(note)
    if _FOREIGN.search(f"{head} {remark}"):
        return Fee(None, UNKNOWN, ("fee_foreign",))
    if fee is None:
        return _fee_not_given(note, f"{head} {remark}")
    if isinstance(fee, bool) or not isinstance(fee, int) or not 0 <= fee <= MOST_FEE:
        return Fee(None, UNKNOWN, ("fee_unread",))
    if fee == 0:
        return _fee_said_free(remark, rest)
    if fee < 1000:
        return Fee(None, UNKNOWN, ("fee_off_by_thousand",))
    others = {int(re.sub(r"\D", "", found)) for found in _AMOUNT.findall(remark)} - {fee}
    return Fee(fee, FIXED, ("fee_varies",) if others else ())


def fee_fits(kind: object, fee: object) -> bool:
    """Whether an amount and a kind of fee say the same."""
    if kind in (SET_ELSEWHERE, UNKNOWN):
        return fee is None
    if isinstance(fee, bool) or not isinstance(fee, int):
        return False
    return fee == 0 if kind == FREE else kind == FIXED and 0 < fee <= MOST_FEE


def note_of(line: Mapping[str, Any]) -> str:
    note = line.get("note")
    return note if isinstance(note, str) else ""


def parts_of_note(note: str) -> tuple[str, str, str]:
    """What stands before the first bracket as currency, the bracketed remark on the fee, and the rest."""
    head = _HEAD.match(note)
    start = head.end() if head else 0
    if note[start : start + 1] != "(":
        return note[:start], "", note[start:]
    depth = 0
    for place in range(start, len(note)):
        depth += (note[place] == "(") - (note[place] == ")")
        if depth == 0:
            break
    remark, rest = note[start + 1 : place + (depth > 0)], note[place + 1 :]
    if start == 0 and _LIST_MARK.fullmatch(remark):  # “(a) …” begins a list, not a remark
        return "", "", note
    return note[:start], remark, rest


def _fee_not_given(note: str, remark: str) -> Fee:
    if _COUNCIL.search(note) and _FEE_WORD.search(note):
        return Fee(None, SET_ELSEWHERE)
    if _AMOUNT.search(remark) or _FEE_WORD.search(remark):
        return Fee(None, UNKNOWN, ("fee_in_note",))
    return Fee(None, UNKNOWN, ("fee_missing",))


def _fee_said_free(remark: str, rest: str) -> Fee:
    """Zero stands for “free” in the source, also where the note goes on to name a fee: those are not free."""
    if remark and not _NO_FEE.fullmatch(remark):
        if _ELSEWHERE.search(remark):
            return Fee(None, SET_ELSEWHERE, ("fee_set_elsewhere",))
        return Fee(None, UNKNOWN, ("fee_in_note",))
    if _FEE_WORD.search(rest):
        return Fee(None, SET_ELSEWHERE, ("fee_set_elsewhere",))
    return Fee(0, FREE)
