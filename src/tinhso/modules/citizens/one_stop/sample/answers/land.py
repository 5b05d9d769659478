"""Synthetic answers about land, building, planning and water."""

from datetime import date, timedelta
from random import Random
from typing import Any

from tinhso.modules.citizens.one_stop.sample.answers.papers import HOME, applicant
from tinhso.modules.citizens.one_stop.sample.names import Synthetic, synthetic


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
        **applicant(who),
        "applicant_address": HOME,
    }


def building(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    ground = rng.randrange(60, 120)
    return {
        "applicant_kind": "person",
        **applicant(who),
        "applicant_address": HOME,
        "site_address": HOME,
        "sheet_number": rng.randrange(1, 80),
        "parcel_number": rng.randrange(1, 900),
        "parcel_area": ground + rng.randrange(20, 80),
        "land_paper_number": f"Giấy chứng nhận số MA {rng.randrange(10**6):06d}",
        "works_name": "Nhà ở riêng lẻ",
        "works_grade": "4",
        "ground_area": ground,
        "floors": [{"name": "Tầng 1", "area": ground}, {"name": "Tầng 2", "area": ground + 6.5}],
        "height_cm": rng.randrange(650, 1200),
        "floor_level": "+0,30 m so với mặt đường",
        "designer": "Công ty thiết kế mẫu",
        "months": rng.randrange(4, 13),
    }


def planning(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    return {
        "applicant_kind": "person",
        **applicant(who),
        "applicant_address": HOME,
        "site_address": HOME,
        "parcels": [
            {
                "sheet_number": rng.randrange(1, 80),
                "parcel_number": rng.randrange(1, 900),
                "area": rng.randrange(80, 900),
            }
        ],
        "wanted": ["land_use", "roads"],
        "purpose": "Tìm hiểu trước khi xin giấy phép xây dựng.",
    }


def groundwater(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    return {
        "applicant_kind": "person",
        **applicant(who),
        "applicant_address": HOME,
        "works_address": HOME,
        "source_kind": "drilled",
        "wells": [
            {
                "name": f"G{order}",
                "depth": rng.randrange(25, 90),
                "coordinate_x": 1_320_000 + rng.randrange(20_000),
                "coordinate_y": 570_000 + rng.randrange(20_000),
            }
            for order in (1, 2)
        ],
        "daily_litres": rng.randrange(3, 10) * 1000,
        "purpose": ["farming"],
        "since": (on - timedelta(days=rng.randrange(200, 2000))).isoformat(),
        "has_permitted_driller": True,
        "driller": "Công ty khoan mẫu, giấy phép số 12/GP-UBND",
    }


def drilling(who: Synthetic, on: date, rng: Random) -> dict[str, Any]:
    technician = synthetic(rng, oldest=1965, youngest=1990)
    return {
        "applicant_kind": "organisation",
        "organisation_name": "Công ty TNHH Khoan giếng mẫu",
        "organisation_number": f"58{rng.randrange(10**8):08d}",
        "applicant_post": "Giám đốc",
        **applicant(who),
        "applicant_address": HOME,
        "technician_name": technician.full_name,
        "technician_birth_date": technician.birth_date.isoformat(),
        "technician_qualification": "Kỹ sư địa chất thủy văn",
        "technician_years": rng.randrange(5, 25),
        "scope": "small",
        "area_of_work": "Tỉnh Lâm Đồng",
        "years": 5,
        "machines": [{"name": "Máy khoan XY-1", "diameter": 110, "depth": 150, "count": 1}],
    }
