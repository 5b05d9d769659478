"""Codes of papers: their types, and the number a paper has in a store (one-stop.md section 3)."""

import re

from tinhso.base.text import masked_number

RESULT_CODE = re.compile(r"KQ\.[GH]\d{2}\.\d{6}")
PAPER_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")


def is_result_code(code: str) -> bool:
    """KQ.G15.000031: a type of result of the national catalogue."""
    return bool(RESULT_CODE.fullmatch(code))


def is_paper_code(code: str) -> bool:
    return bool(PAPER_CODE.fullmatch(code))


def store_code(owner_number: str, code: str, number_text: str, order: int) -> str:
    """``<số định danh>.<mã giấy tờ>.<số ký hiệu>.<thứ tự>``; the owner's number is masked, so it may be shown."""
    bare = re.sub(r"\s+", "", number_text) or "-"
    return f"{masked_number(owner_number) or '-'}.{code}.{bare}.{order:02d}"
