"""Synthetic answers: certified copies, and what every form asks of its applicant."""

from datetime import date
from random import Random
from typing import Any

from tinhso.modules.citizens.one_stop.sample.names import Synthetic

HOME = {"province": "Tỉnh Lâm Đồng", "commune": "Phường Xuân Hương - Đà Lạt", "detail": "Tổ dân phố mẫu"}
_PAPERS = (("Bằng tốt nghiệp đại học", 2), ("Giấy khai sinh", 1), ("Bảng điểm", 4), ("Hợp đồng lao động", 6))


def applicant(who: Synthetic) -> dict[str, Any]:
    return {"applicant_name": who.full_name, "applicant_number": who.number, "applicant_phone": who.phone}


def certified_copies(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    chosen = rng.sample(_PAPERS, rng.randrange(1, 3))
    originals = [{"title": title, "pages": pages, "copies": rng.randrange(1, 6)} for title, pages in chosen]
    return {"applicant_name": who.full_name, "applicant_number": who.number, "originals": originals}
