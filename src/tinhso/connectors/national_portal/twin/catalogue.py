"""The twin's catalogue: the procedures published in July 2026, and what was published or withdrawn on it since."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

from tinhso.connectors.national_portal.twin import store

CHANNELS = {"online": "Trực tuyến", "counter": "Trực tiếp", "postal": "Dịch vụ bưu chính"}
UNITS = {"working_day": "Ngày làm việc", "day": "Ngày", "hour": "Giờ", "month": "Tháng"}
LEVELS = {"ministry": "Cấp Bộ", "province": "Cấp Tỉnh", "commune": "Cấp Xã", "other": "Cơ quan khác"}


@cache
def _published() -> dict[str, dict[str, Any]]:
    with gzip.open(Path(__file__).parent / "procedures.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return {row["code"]: row for row in rows}


@cache
def sectors() -> list[dict[str, str]]:
    """The catalogue of sectors: names as the national catalogue has them, codes made up."""
    names = (Path(__file__).parent / "sectors.txt").read_text(encoding="utf-8").splitlines()
    return [
        {"MALINHVUC": f"MAU-LV{number:03d}", "TENLINHVUC": name}
        for number, name in enumerate(filter(None, names), start=1)
    ]


def sector_code(name: str) -> str:
    return next((row["MALINHVUC"] for row in sectors() if row["TENLINHVUC"] == name), "")


def knows(code: str) -> bool:
    """Whether a procedure of that code (with or without a province's ending) is published."""
    bare = code[:8]
    changed = store.offered(code) or store.offered(bare)
    if changed is not None:
        return bool(changed)
    return code in _published() or bare in _published()


def listed() -> list[dict[str, str]]:
    """LayDanhSachTTHC: code, name and sector of each procedure in force."""
    changed = store.all_offered()
    records = [record_of(row) for code, row in _published().items() if code not in changed]
    records += [record for record in changed.values() if record]
    return [
        {
            "MATTHC": record["MATTHC"],
            "TENTTHC": record["TENTTHC"],
            "MALINHVUC": record["LINHVUCTHUCHIEN"][0]["MALINHVUC"] if record["LINHVUCTHUCHIEN"] else "",
            "TENLINHVUC": record["LINHVUCTHUCHIEN"][0]["TENLINHVUC"] if record["LINHVUCTHUCHIEN"] else "",
        }
        for record in records
    ]


def record(code: str) -> dict[str, Any] | None:
    """LayThuTuc: the whole record, or None for a code that is not published."""
    changed = store.offered(code)
    if changed is not None:
        return changed or None
    row = _published().get(code)
    return record_of(row) if row else None


def record_of(row: dict[str, Any]) -> dict[str, Any]:
    """A published procedure in the portal's own keys (one-stop.md section 5.3)."""
    sector = str(row.get("sector") or "")
    return {
        "MATTHC": row["code"],
        "TENTTHC": row["name"],
        "SOQUYETDINH": row.get("decision") or "",
        "CAPTHUCHIEN": [LEVELS[level] for level in row.get("levels") or ()],
        "COQUANCONGBO": row.get("ministry") or "",
        "LINHVUCTHUCHIEN": [{"MALINHVUC": sector_code(sector), "TENLINHVUC": sector}] if sector else [],
        "TRINHTUTHUCHIEN": [],
        "CACHTHUCTHUCHIEN": [_channel(line) for line in row.get("channels") or ()],
        "THANHPHANHOSO": [],
        "YEUCAU": "",
        "MOTADOITUONGTHUCHIEN": "; ".join(row.get("applicants") or ()),
        "KETQUATHUCHIEN": [
            {"MAKETQUA": one.get("code") or "", "TENKETQUA": one.get("name") or ""} for one in row.get("results") or ()
        ],
        "CANCUPHAPLY": [],
        "COQUANTHUCHIEN": [{"MADONVI": "", "TENDONVI": row.get("implementing_agencies") or ""}],
    }


def _channel(line: dict[str, Any]) -> dict[str, Any]:
    fee = line.get("fee_vnd")
    paid = [{"MAPHILEPHI": "", "SOTIEN": str(fee), "DONVI": "VND", "MOTA": ""}] if fee is not None else []
    if line.get("fee_kind") == "free":
        paid = [{"MAPHILEPHI": "", "SOTIEN": "0", "DONVI": "VND", "MOTA": "Miễn phí"}]
    time = {
        "THOIGIANGIAIQUYET": "" if line.get("time") is None else str(line["time"]),
        "DONVITINH": UNITS.get(str(line.get("unit") or ""), ""),
        "MOTA": "",
        "PHILEPHI": paid,
    }
    return {"KENH": CHANNELS[line["channel"]], "THOIGIAN": [time]}
