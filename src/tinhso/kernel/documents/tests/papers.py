"""Facts of every paper of the house, and words that must stand on it."""

from typing import Any

PAPER: dict[str, Any] = {
    "day": 5, "month": 1, "year": 2026,
    "issuer": "Ủy ban nhân dân xã Đức Trọng",
    "check_url": "http://127.0.0.1:8000/kt/7K2M9QXR4TWD",
    "token_text": "7K2M-9QXR-4TWD",
    "number_text": "07/ĐT",
    "legal_basis": "Thông tư 03/2025/TT-VPCP",
    "ledger_head": "1234567 · 9f2c1d7a",
}  # fmt: skip
_OWNER = {"name": "K'Brểu Nguyễn Thị Ngọc Ỷ", "address": "Thôn Tân Hiệp, xã Đức Trọng", "phone": "09••••••12"}
_CASE = {"paper": PAPER, "sheet": "a5", "place": "Đức Trọng", "case_number": "H36.112-260105-0007"}


def book_row(order: int) -> dict[str, Any]:
    """A line of form 07."""
    return {
        "order": order, "number": f"H36.112-260105-{order:04d}", "title": "Đăng ký khai sinh", "sets": 1,
        "who": "K'Brểu Nguyễn Thị Ngọc Ỷ", "contact": "Thôn Tân Hiệp, 09••••••12",
        "competent": "Ủy ban nhân dân xã Đức Trọng", "received": "05/01/2026", "due": "05/01/2026",
        "ready": "05/01/2026", "returned": "", "method": "trực tiếp", "receiver": "", "note": "",
    }  # fmt: skip


FACTS: dict[str, dict[str, Any]] = {
    "form-01": _CASE | {
        "applicant": _OWNER | {"channel": "nộp trực tiếp", "number": "068•••••••12"},
        "request": "Đăng ký khai sinh (1.001193)",
        "papers": [{"name": "Giấy chứng sinh", "originals": 1}, {"name": "Văn bản ủy quyền", "copies": 2}],
        "sets": 1, "allotted": "trong ngày làm việc", "received_at": "08 giờ 30 phút, ngày 05/01/2026",
        "due_at": "17:00 thứ Hai 05/01/2026", "return_at": "Trung tâm Phục vụ hành chính công xã Đức Trọng",
        "fees": [{"name": "Lệ phí", "amount": "8.000 đồng"}], "lookup_url": "http://127.0.0.1:8000/tra-cuu",
        "lookup_phone": "1022", "receiver": {"name": "Trần Văn Hậu"},
    },
    "form-02": _CASE | {
        "owner": _OWNER, "request": "Đăng ký khai sinh (1.001193)",
        "items": [{"name": "Giấy chứng sinh", "reason": "Bản chụp mờ, không đọc được số", "basis": "thành phần hồ sơ"}],
        "until": "đến hết ngày 15/01/2026", "guide": {"name": "Trần Văn Hậu", "phone": "0263 3 000 000"},
    },
    "form-03": _CASE | {
        "owner": _OWNER, "request": "Đăng ký khai sinh (1.001193)", "paper_count": 3,
        "reasons": ["Không thuộc thẩm quyền giải quyết của xã"], "basis": ["quy định về thẩm quyền"],
        "contact": {"name": "Trần Văn Hậu", "phone": "0263 3 000 000"}, "refuser": {"name": "Trần Văn Hậu"},
    },
    "form-04": _CASE | {
        "owner": _OWNER, "request": "Đăng ký khai sinh (1.001193)", "received_at": "08:30 05/01/2026",
        "old_due_at": "17:00 thứ Hai 05/01/2026", "new_due_at": "17:00 thứ Năm 08/01/2026",
        "added": "3 ngày làm việc", "reason": "Cần xác minh tại nơi cư trú trước đây",
        "contact": {"name": "Trần Văn Hậu", "phone": "0263 3 000 000"}, "lookup_url": "http://127.0.0.1:8000/tra-cuu",
        "signer": {"authority": ["TM. Ủy ban nhân dân"], "title": "Phó Chủ tịch", "name": "Kon Sơ Y Wưn"},
    },
    "form-05": _CASE | {
        "owner": _OWNER, "request": "Đăng ký khai sinh (1.001193)", "received_at": "08:30 05/01/2026",
        "stopped_at": "10:00 06/01/2026", "reason": "Người nộp đề nghị dừng",
        "contact": {"name": "Trần Văn Hậu", "phone": "0263 3 000 000"}, "lookup_url": "http://127.0.0.1:8000/tra-cuu",
        "signer": {"authority": ["TM. Ủy ban nhân dân"], "title": "Phó Chủ tịch", "name": "Kon Sơ Y Wưn"},
    },
    "form-07": {
        "paper": PAPER, "sheet": "a4", "is_flipped": True, "place": "Đức Trọng",
        "desk": "Trung tâm Phục vụ hành chính công xã Đức Trọng", "from": "01/01/2026", "until": "05/01/2026",
        "rows": [book_row(1)], "made_at": "17:05 05/01/2026",
    },
    "letter": {
        "paper": PAPER, "place": "Đức Trọng", "title": "Giấy mời", "excerpt": "Kiểm tra thực địa", "to": "Ông/Bà Ỷ",
        "body": ["Để giải quyết hồ sơ, kính mời Ông/Bà có mặt.", "Thời gian: 08 giờ 30."],
        "recipients": ["Như trên", "Lưu: VT"], "signer": {"title": "Phó Chủ tịch", "name": "Kon Sơ Y Wưn"},
    },
    "form-06": _CASE | {
        "sheet": "a4", "request": "Đăng ký khai sinh (1.001193)", "competent": "Ủy ban nhân dân xã Đức Trọng",
        "consulted": ["Công an xã Đức Trọng"],
        "steps": [{"from": "Bộ phận Một cửa", "to": "Tư pháp – hộ tịch", "at": "08 giờ 35 phút",
                   "result": "Trước hạn"}],
    },
    "result": {
        "paper": PAPER, "place": "Đức Trọng", "title": "Quyết định", "excerpt": "Về việc tách thửa đất số 118",
        "basis": ["Căn cứ Luật Đất đai 2024"], "resolution": "Quyết định:",
        "rows": [{"label": "Người được cấp", "value": "K'Brểu Nguyễn Thị Ngọc Ỷ"}],
        "body": ["Điều 1. Cho phép tách thửa đất số 118."],
        "tables": [{"title": "Các thửa", "columns": ["Thửa", "Diện tích"], "rows": [["118-1", "620 m²"]]}],
        "recipients": ["Người yêu cầu"],
        "signer": {"authority": ["TM. Ủy ban nhân dân"], "title": "Chủ tịch", "name": "Kon Sơ Y Wưn"},
    },
    "answers": {
        "paper": PAPER, "place": "Đức Trọng", "title": "Tờ khai đăng ký khai sinh",
        "sections": [
            {"title": "1. Mẹ", "rows": [{"question": "Họ tên?", "answer": "Ỷ"}, {"question": "Thư điện tử?"}]},
            {"title": "2. Con", "groups": [{"columns": ["Họ và tên", "Giới"], "rows": [["Nguyễn K'Brểu An", "Nữ"]]}]},
        ],
        "declaration": "Tôi cam đoan lời khai là đúng.", "signer_name": "Nguyễn Ỷ", "submitted_at": "07:41 05/01/2026",
    },
}  # fmt: skip

_OWNER_NAME = "K'Brểu Nguyễn Thị Ngọc Ỷ"
MUST_SAY = {
    "form-01": ("GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ", _OWNER_NAME, "17:00 thứ Hai 05/01/2026", "1234567"),
    "form-02": ("PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ", "Số: 07/ĐT", "Bản chụp mờ", "0263 3 000 000"),
    "form-03": ("PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ", "Không thuộc thẩm quyền giải quyết của xã"),
    "form-04": ("XIN LỖI VÀ ĐỀ NGHỊ GIA HẠN", "Số: 07/ĐT", "17:00 thứ Năm 08/01/2026", "Cần xác minh", "Kon Sơ Y Wưn"),
    "form-05": ("THÔNG BÁO", "Dừng giải quyết hồ sơ H36.112-260105-0007", "Người nộp đề nghị dừng", "10:00 06/01/2026"),
    "form-07": ("SỔ THEO DÕI HỒ SƠ", "Cách nhận", "trực tiếp", "Tổng số: 1 hồ sơ"),
    "letter": ("GIẤY MỜI", "Kính gửi: Ông/Bà Ỷ", "Thời gian: 08 giờ 30.", "Kon Sơ Y Wưn"),
    "form-06": ("PHIẾU KIỂM SOÁT QUÁ TRÌNH GIẢI QUYẾT HỒ SƠ", "Tư pháp – hộ tịch", "Trước hạn"),
    "result": ("ỦY BAN NHÂN DÂN", "QUYẾT ĐỊNH", "ngày 05 tháng 01 năm 2026", "Điều 1.", "118-1", "Kon Sơ Y Wưn"),
    "answers": ("TỜ KHAI ĐĂNG KÝ KHAI SINH", "(không khai)", "Nguyễn K'Brểu An", "Nộp trực tuyến lúc 07:41 05/01/2026"),
}
