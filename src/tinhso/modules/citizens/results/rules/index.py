"""The index of a batch: one row a file, with what is known of the paper."""

from collections.abc import Mapping

from tinhso.base.tables import Column

COLUMNS = (
    Column("file", "Tên tệp", is_needed=True, example="vi-du.pdf"),
    Column("owner_number", "Số định danh", hint="12 chữ số"),
    Column("owner_name", "Họ tên chủ giấy tờ"),
    Column("tax_code", "Mã số thuế"),
    Column("kind", "Loại", hint="0: thành phần hồ sơ, 1: kết quả"),
    Column("code", "Mã giấy tờ", hint="ví dụ KQ.G15.000031"),
    Column("title", "Tên giấy tờ"),
    Column("number_text", "Số, ký hiệu"),
    Column("issued_on", "Ngày ban hành", hint="dd/mm/yyyy"),
    Column("valid_until", "Hiệu lực đến", hint="dd/mm/yyyy, hoặc: không thời hạn"),
    Column("issuer", "Cơ quan ban hành"),
    Column("signer", "Người ký"),
    Column("abstract", "Trích yếu"),
    Column("scope", "Phạm vi hiệu lực"),
    Column("case_number", "Mã hồ sơ"),
    Column("procedure_code", "Mã thủ tục"),
    Column("sector", "Lĩnh vực"),
)
LASTING = ("không thời hạn", "vĩnh viễn", "vô thời hạn")


def facts_in(cells: Mapping[str, str]) -> dict[str, str]:
    """What a row says, under the names a form would send."""
    found = {name: text for name, text in cells.items() if text and name != "file"}
    if found.get("valid_until", "").casefold() in LASTING:
        found["is_lasting"], found["valid_until"] = "1", ""
    if "kind" not in found:
        found["kind"] = "1" if found.get("code", "").startswith("KQ.") else "0"
    return found


def key_of(name: str) -> str:
    """How the name of a file in the index meets the one in the archive."""
    return name.replace("\\", "/").strip().lstrip("./").casefold()
