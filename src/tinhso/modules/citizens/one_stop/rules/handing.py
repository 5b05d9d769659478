"""Handing a result out: how the receiver is recognised, and what has to be said for each way. Pure."""

from dataclasses import dataclass

from tinhso.base.messages import gettext_noop

COUNTER, POST, ELECTRONIC = "counter", "post", "electronic"
METHODS = {
    COUNTER: gettext_noop("trực tiếp tại quầy"),
    POST: gettext_noop("bưu chính công ích"),
    ELECTRONIC: gettext_noop("bản điện tử"),
}
CHECKS = {
    "number": gettext_noop("bốn số cuối của số định danh"),
    "document": gettext_noop("xem giấy tờ tùy thân"),
    "proxy": gettext_noop("người được ủy quyền, xem giấy ủy quyền"),
}
# How the receiver was recognised, as it stands with the result: no personal number.
NOTED = CHECKS | {POST: gettext_noop("giao qua bưu chính"), ELECTRONIC: gettext_noop("gửi vào tài khoản điện tử")}


@dataclass(frozen=True)
class Handing:
    """What the clerk says of handing a result out. ``given``: the cash handed over, None when exact or nothing owed."""

    method: str
    to_name: str = ""
    check: str = ""
    last_four: str = ""
    paper: str = ""
    parcel_code: str = ""
    given: int | None = None


def faults(handing: Handing) -> dict[str, str]:
    """What is still to be said, by box."""
    found: dict[str, str] = {}
    if handing.method not in METHODS:
        found["method"] = gettext_noop("Chọn cách trả kết quả.")
    if handing.method == POST and not handing.parcel_code:
        found["parcel_code"] = gettext_noop("Nhập mã bưu gửi ghi trên phiếu gửi.")
    if handing.method != COUNTER:
        return found
    if handing.check not in CHECKS:
        found["check"] = gettext_noop("Chọn cách đối chiếu người nhận.")
    if handing.check == "number" and len(handing.last_four) != 4:
        found["last_four"] = gettext_noop("Nhập bốn số cuối của số định danh trên thẻ người nhận.")
    if handing.check in ("document", "proxy") and not handing.paper:
        found["paper"] = gettext_noop("Ghi giấy tờ đã xem, ví dụ: hộ chiếu; giấy ủy quyền ngày 20/11/2026.")
    if handing.check == "proxy" and not handing.to_name:
        found["to_name"] = gettext_noop("Ghi họ tên người được ủy quyền.")
    return found
