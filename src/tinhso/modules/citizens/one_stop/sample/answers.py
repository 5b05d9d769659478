"""Synthetic answers for the ready procedures."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic

HOME = {"province": "Tỉnh Lâm Đồng", "commune": "Phường Xuân Hương - Đà Lạt", "detail": "Tổ dân phố mẫu"}
_PAPERS = (("Bằng tốt nghiệp đại học", 2), ("Giấy khai sinh", 1), ("Bảng điểm", 4), ("Hợp đồng lao động", 6))


def birth(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    """A child born in the last weeks; the applicant is the mother or the father."""
    other = synthetic(rng, oldest=1980)
    mother, father = (who, other) if who.sex == "female" else (other, who)
    family = father.full_name.split(" ")[0]
    return {
        "child_name": f"{family} {rng.choice(('Gia', 'Minh', 'Bảo'))} {rng.choice(('Hân', 'Khôi', 'An', 'Nhi'))}",
        "child_birth_date": (on - timedelta(days=rng.randrange(3, 40))).isoformat(),
        "child_sex": rng.choice(("male", "female")),
        "child_ethnicity": rng.choice(("Kinh", "K’Ho", "Mạ")),
        "child_nationality": "Việt Nam",
        "birth_place": "Bệnh viện Đa khoa Lâm Đồng (mẫu)",
        "child_hometown": HOME,
        **_parent("mother", mother),
        **_parent("father", father),
        "applicant_name": who.full_name,
        "applicant_number": who.number,
        "applicant_relation": "mother" if who.sex == "female" else "father",
        "applicant_phone": who.phone,
    }


def _parent(which: str, who: Synthetic) -> dict[str, Any]:
    return {
        f"has_{which}": True,
        f"{which}_name": who.full_name,
        f"{which}_birth_date": who.birth_date.isoformat(),
        f"{which}_number": who.number,
        f"{which}_ethnicity": "Kinh",
        f"{which}_nationality": "Việt Nam",
        f"{which}_residence": HOME,
    }


def parcel_split(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    first, second = rng.randrange(80, 400), rng.randrange(80, 400)
    return {
        "certificate_number": f"MA {rng.randrange(10**6):06d}",
        "parcel_commune": HOME,
        "sheet_number": rng.randrange(1, 80),
        "parcel_number": rng.randrange(1, 900),
        "parcel_area": first + second,
        "land_use": "đất ở",
        "reason": "Tặng cho con một phần thửa đất.",
        "new_parcels": [{"area": first, "land_use": "đất ở"}, {"area": second, "land_use": "đất ở"}],
        "applicant_name": who.full_name,
        "applicant_number": who.number,
        "applicant_address": HOME,
        "applicant_phone": who.phone,
    }


def certified_copies(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    chosen = rng.sample(_PAPERS, rng.randrange(1, 3))
    originals = [{"title": title, "pages": pages, "copies": rng.randrange(1, 6)} for title, pages in chosen]
    return {"applicant_name": who.full_name, "applicant_number": who.number, "originals": originals}


ANSWERS = {"1.001193": birth, "1.012784": parcel_split, "2.000815": certified_copies}
