"""Two definitions the tests walk through: a birth with several children, a split of several parcels."""

from datetime import UTC, date, datetime
from typing import Any

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)

BIRTH: dict[str, Any] = {
    "sections": [
        {
            "code": "applicant",
            "title": "Người yêu cầu",
            "questions": [
                {
                    "name": "applicant_name",
                    "kind": "person_name",
                    "label": "Họ, chữ đệm, tên người yêu cầu",
                    "source": "test.full_name",
                    "locked": True,
                    "autocomplete": "name",
                },
                {
                    "name": "applicant_number",
                    "kind": "personal_number",
                    "label": "Số định danh cá nhân",
                    "hint": "Gồm 12 chữ số trên thẻ căn cước.",
                    "width": 14,
                },
                {
                    "name": "applicant_phone",
                    "kind": "phone",
                    "label": "Số điện thoại",
                    "optional": True,
                    "autocomplete": "tel",
                },
                {"name": "applicant_email", "kind": "email", "label": "Thư điện tử", "optional": True},
                {"name": "applicant_address", "kind": "address", "label": "Nơi cư trú"},
                {
                    "name": "relation",
                    "kind": "choice",
                    "label": "Quan hệ với trẻ",
                    "options": [
                        {"value": "father", "label": "Cha"},
                        {"value": "mother", "label": "Mẹ"},
                        {"value": "other", "label": "Người thân khác"},
                    ],
                },
                {
                    "name": "relation_other",
                    "kind": "text",
                    "label": "Quan hệ cụ thể",
                    "when": {"question": "relation", "is": "other"},
                },
            ],
        },
        {
            "code": "children",
            "title": "Trẻ được khai sinh",
            "translations": {"en": {"title": "Children"}},
            "questions": [
                {
                    "name": "children",
                    "kind": "group",
                    "label": "Trẻ được khai sinh",
                    "item_label": "Trẻ",
                    "keywords": {"minItems": 1, "maxItems": 6},
                    "items": [
                        {"name": "name", "kind": "person_name", "label": "Họ, chữ đệm, tên của trẻ"},
                        {
                            "name": "born_on",
                            "kind": "date",
                            "label": "Ngày sinh",
                            "hint": "Ví dụ: 27 11 2026.",
                            "past": True,
                        },
                        {
                            "name": "sex",
                            "kind": "choice",
                            "label": "Giới tính",
                            "options": [{"value": "male", "label": "Nam"}, {"value": "female", "label": "Nữ"}],
                        },
                        {"name": "born_in_hospital", "kind": "yes_no", "label": "Trẻ sinh tại cơ sở y tế?"},
                        {
                            "name": "hospital",
                            "kind": "text",
                            "label": "Tên cơ sở y tế",
                            "when": {"question": "born_in_hospital", "is": True},
                        },
                    ],
                }
            ],
        },
        {
            "code": "parents",
            "title": "Cha mẹ",
            "questions": [
                {"name": "mother_name", "kind": "person_name", "label": "Họ, chữ đệm, tên người mẹ"},
                {"name": "mother_born_on", "kind": "date", "label": "Ngày sinh của mẹ", "partial": True, "past": True},
                {"name": "father_known", "kind": "yes_no", "label": "Có khai thông tin người cha?"},
                {
                    "name": "father_name",
                    "kind": "person_name",
                    "label": "Họ, chữ đệm, tên người cha",
                    "when": {"question": "father_known", "is": True},
                },
            ],
        },
        {
            "code": "result",
            "title": "Nhận kết quả",
            "after": ["applicant", "children", "parents"],
            "questions": [
                {"name": "copies", "kind": "integer", "label": "Số bản sao", "keywords": {"maximum": 20}},
                {
                    "name": "wishes",
                    "kind": "choices",
                    "label": "Đăng ký kèm theo",
                    "optional": True,
                    "options": [
                        {"value": "residence", "label": "Đăng ký thường trú"},
                        {"value": "insurance", "label": "Thẻ bảo hiểm y tế"},
                    ],
                },
                {"name": "note", "kind": "longtext", "label": "Ghi chú", "optional": True},
            ],
        },
    ]
}

SPLIT: dict[str, Any] = {
    "sections": [
        {
            "code": "land",
            "title": "Thửa đất gốc",
            "questions": [
                {
                    "name": "certificate",
                    "kind": "text",
                    "label": "Số phát hành Giấy chứng nhận",
                    "keywords": {"pattern": "^[A-Z]{2} ?[0-9]{6,8}$"},
                    "errors": {"pattern": "Số phát hành gồm 2 chữ cái và 6 đến 8 chữ số. Ví dụ: AB 123456."},
                },
                {"name": "area", "kind": "area", "label": "Diện tích thửa gốc"},
                {"name": "mortgaged", "kind": "yes_no", "label": "Thửa đất đang thế chấp?"},
                {
                    "name": "bank",
                    "kind": "text",
                    "label": "Bên nhận thế chấp",
                    "when": {"question": "mortgaged", "is": True},
                },
                {
                    "name": "loan",
                    "kind": "money",
                    "label": "Số tiền vay",
                    "optional": True,
                    "when": {
                        "all": [
                            {"question": "mortgaged", "is": True},
                            {"any": [{"question": "bank", "answered": True}, {"question": "area", "not": 0}]},
                        ]
                    },
                },
            ],
        },
        {
            "code": "parcels",
            "title": "Thửa đất mới",
            "questions": [
                {
                    "name": "parcels",
                    "kind": "group",
                    "label": "Các thửa đất mới",
                    "item_label": "Thửa",
                    "keywords": {"minItems": 2, "maxItems": 50},
                    "items": [
                        {"name": "area", "kind": "area", "label": "Diện tích"},
                        {"name": "has_road", "kind": "yes_no", "label": "Có lối đi ra đường?"},
                        {
                            "name": "how",
                            "kind": "longtext",
                            "label": "Cách bố trí lối đi",
                            "when": {"question": "has_road", "is": False},
                        },
                    ],
                },
                {
                    "name": "drawing",
                    "kind": "file",
                    "label": "Bản vẽ tách thửa",
                    "keywords": {"maxItems": 3},
                    "print": False,
                },
            ],
        },
    ]
}

GOOD_BIRTH: dict[str, Any] = {
    "applicant_name": "Nguyễn Văn An",
    "applicant_number": "068090001234",
    "applicant_address": {"province": "Lâm Đồng", "commune": "Xã Đức Trọng", "detail": "Số 12, đường Lê Lợi"},
    "relation": "father",
    "children": [
        {
            "name": "Nguyễn Minh Khôi",
            "born_on": "2026-11-20",
            "sex": "male",
            "born_in_hospital": True,
            "hospital": "Bệnh viện Đa khoa",
        },
        {"name": "H'Linh Niê", "born_on": "2026-11-20", "sex": "female", "born_in_hospital": False},
    ],
    "mother_name": "Trần Thị Bình",
    "mother_born_on": "1995",
    "father_known": True,
    "father_name": "Nguyễn Văn An",
    "copies": 2,
}

GOOD_SPLIT: dict[str, Any] = {
    "certificate": "AB 123456",
    "area": 1250.5,
    "mortgaged": False,
    "parcels": [{"area": 1000, "has_road": True}, {"area": 250.5, "has_road": False, "how": "Qua thửa 1"}],
    "drawing": ["01900000-0000-7000-8000-000000000001"],
}
