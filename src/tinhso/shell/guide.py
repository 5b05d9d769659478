"""Synthetic facts with which the style guide shows every component in all its states."""

from datetime import UTC, datetime
from typing import Any

from django.core.paginator import Paginator

AT = datetime(2026, 11, 23, 2, 5, tzinfo=UTC)
WORDS = (
    "Mới nộp", "Đã tiếp nhận", "Không tiếp nhận", "Đang giải quyết", "Chờ bổ sung",
    "Chờ nghĩa vụ tài chính", "Đã rút", "Dừng giải quyết", "Có kết quả", "Đã trả kết quả",
)  # fmt: skip


def guide_facts() -> dict[str, Any]:
    return {
        "states": [{"number": number, "word": word} for number, word in enumerate(WORDS, start=1)],
        "errors": [
            {"href": "#so-can-cuoc", "message": "Số căn cước phải có 12 chữ số. Bạn mới nhập 11 số."},
            {"href": "#ngay-sinh", "message": "Ngày sinh phải là một ngày có thật, ví dụ 27 3 1985."},
        ],
        "fields": _fields(),
        "rows": _rows(),
        "tasks": _tasks(),
        "events": _events(),
        "tabs": [
            {"title": "Đang xử lý", "url": "?", "is_current": True, "count": 12},
            {"title": "Chờ bổ sung", "url": "?", "count": 3},
            {"title": "Đã xong", "url": "?", "count": 0},
        ],
        "cases": _cases(),
        "page": Paginator(range(60), 10).page(2),
    }


def _fields() -> dict[str, dict[str, Any]]:
    yes_no = [
        {"value": "co", "label": "Có"},
        {"value": "khong", "label": "Không", "hint": "Bạn vẫn nộp được, chỉ cần thêm một giấy."},
    ]
    return {
        "name": {"id": "ho-ten", "name": "ho-ten", "label": "Họ và tên", "hint": "Viết như trên giấy tờ, có dấu.",
                 "value": "K'Brêu Thị Ngọc Ẩn", "autocomplete": "name"},
        "number": {"id": "so-can-cuoc", "name": "so-can-cuoc", "label": "Số căn cước", "value": "06820600012",
                   "inputmode": "numeric", "width": 12,
                   "error": "Số căn cước phải có 12 chữ số. Bạn mới nhập 11 số."},
        "note": {"id": "ghi-chu", "name": "ghi-chu", "label": "Ghi chú", "is_optional": True, "rows": 3},
        "choice": {"id": "chung-song", "name": "chung-song", "label": "Cha mẹ có đăng ký kết hôn không?",
                   "choices": yes_no, "values": ["co"]},
        "many": {"id": "giay-to", "name": "giay-to", "label": "Bạn có sẵn giấy nào?", "is_many": True,
                 "hint": "Chọn tất cả giấy đang có.", "values": ["gcs"],
                 "choices": [{"value": "gcs", "label": "Giấy chứng sinh"}, {"value": "kh", "label": "Giấy kết hôn"}]},
        "place": {"id": "noi", "name": "noi", "label": "Nơi nộp", "value": "2",
                  "choices": [{"value": "1", "label": "Phường Xuân Hương – Đà Lạt"},
                              {"value": "2", "label": "Xã Đạ Huoai"}]},
        "birthday": {"id": "ngay-sinh", "name": "ngay-sinh", "label": "Ngày sinh của trẻ", "day": "31", "month": "2",
                     "year": "2026", "hint": "Ví dụ: 27 3 2026.",
                     "error": "Ngày sinh phải là một ngày có thật, ví dụ 27 3 1985."},
        "upload": {"id": "tep", "name": "tep", "label": "Ảnh giấy chứng sinh", "is_many": True,
                   "hint": "Ảnh chụp hoặc PDF, mỗi tệp không quá 20 MB.",
                   "accept": "image/jpeg,image/png,image/heic,application/pdf",
                   "files": [{"name": "giay-chung-sinh.pdf", "note": "2 trang, 340 KB", "url": "?",
                              "remove_name": "bo", "remove_value": "1"}]},
    }  # fmt: skip


def _rows() -> list[dict[str, Any]]:
    return [
        {"label": "Họ và tên của trẻ", "value": "Nguyễn Ngọc Bảo Hân", "change_url": "?"},
        {"label": "Ngày sinh", "value": "02/11/2026", "change_url": "?"},
        {"label": "Nơi thường trú của mẹ", "value": "12 Phan Đình Phùng\nphường Xuân Hương – Đà Lạt",
         "source": "Lấy từ cơ sở dữ liệu dân cư ngày 22/11/2026"},
    ]  # fmt: skip


def _tasks() -> list[dict[str, Any]]:
    return [
        {"title": "Thông tin của trẻ", "url": "?", "status": "done", "word": "Hoàn thành"},
        {"title": "Thông tin của cha mẹ", "url": "?", "status": "todo", "word": "Chưa làm",
         "hint": "Có sẵn từ căn cước của bạn."},
        {"title": "Giấy tờ kèm theo", "url": "?", "status": "wrong", "word": "Cần sửa"},
        {"title": "Xem lại và nộp", "status": "blocked", "word": "Chưa làm được"},
    ]  # fmt: skip


def _events() -> list[dict[str, Any]]:
    return [
        {"at": AT, "title": "Đã nộp", "tone": "done", "who": "bạn nộp trực tuyến"},
        {"at": AT, "title": "Đã tiếp nhận", "tone": "done", "who": "Bộ phận một cửa xã Đạ Huoai"},
        {"at": AT, "title": "Chờ bổ sung – việc của bạn", "tone": "now", "text": "Còn thiếu bản chụp giấy kết hôn."},
        {"title": "Có kết quả", "tone": "next", "text": "Hẹn trả trước 17:00 thứ Sáu 27/11/2026."},
    ]


def _cases() -> list[dict[str, Any]]:
    titles = ("Đăng ký khai sinh", "Tách thửa, hợp thửa đất", "Chứng thực bản sao từ bản chính")
    names = ("Nguyễn Thị Ánh Tuyết", "K'Brêu", "Trần Đỗ Quốc Khánh", "Điểu Thị Ngọc Ẩn")
    clocks = (("over", 2), ("soon", 0), ("soon", 1), ("left", 5), ("left", 12), ("paused", 0))
    return [
        {"number": f"H36.12-261123-{place + 1:04d}", "title": titles[place % 3], "name": names[place % 4],
         "state": (4, 5, 1, 9)[place % 4], "word": WORDS[(4, 5, 1, 9)[place % 4] - 1],
         "clock": clocks[place % 6][0], "days": clocks[place % 6][1], "due": AT, "fee": 8_000 * (place + 1)}
        for place in range(8)
    ]  # fmt: skip
