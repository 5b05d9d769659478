"""Rule sets the province starts with, each editable and dated; what is recalled carries its mark."""

from tinhso.modules.citizens.one_stop.rules.portal import BETWEEN, PORTAL_WORDS

# Sentences officials pick from; none states a rule of law.
PHRASES: dict[str, object] = {
    "paper": [
        {"code": "missing", "text": "Chưa có giấy tờ này", "example": "Chụp hoặc quét đủ các mặt của giấy tờ."},
        {"code": "unreadable", "text": "Ảnh mờ, không đọc được", "example": "Chụp lại nơi đủ sáng, thấy đủ bốn góc."},
        {"code": "pages", "text": "Thiếu trang", "example": "Gửi đủ các trang, kể cả trang có chữ ký, con dấu."},
        {"code": "other", "text": "Không phải giấy tờ được yêu cầu", "example": "Xem lại tên giấy tờ ghi ở mục này."},
        {"code": "expired", "text": "Giấy tờ đã hết thời hạn sử dụng", "example": "Gửi bản còn thời hạn."},
        {"code": "unsigned", "text": "Chưa có chữ ký", "example": "Người khai ký và ghi rõ họ tên."},
    ],
    "question": [
        {"code": "differs", "text": "Khai khác với giấy tờ kèm theo", "example": "Sửa lại đúng như trên giấy tờ."},
        {"code": "unclear", "text": "Khai chưa rõ", "example": "Ghi đầy đủ, không viết tắt."},
        {"code": "empty", "text": "Chưa khai", "example": "Khai thêm mục này."},
    ],
    "decline": [
        {"code": "competence", "text": "Không thuộc thẩm quyền giải quyết của cơ quan này"},
        {"code": "procedure", "text": "Nộp nhầm thủ tục"},
        {"code": "twice", "text": "Đã nộp một hồ sơ khác cho cùng việc này"},
    ],
    "pause": [
        {"code": "verify", "text": "Chờ kết quả xác minh"},
        {"code": "opinion", "text": "Chờ ý kiến của cơ quan khác"},
    ],
    "stop": [{"code": "conditions", "text": "Không đủ điều kiện giải quyết"}],
    "extend": [
        {"code": "verify", "text": "Việc xác minh cần thêm thời gian"},
        {"code": "opinion", "text": "Cơ quan phối hợp chưa trả lời"},
    ],
}

# The text of the nine indices as one-stop.md section 2 has it, shortened.
SCORING: dict[str, object] = {
    "indices": [
        {"number": 1, "title": "Tổng thời gian giải quyết so với quy định", "counted": "total_time",
         "choices": {"2": "ngắn hơn", "1": "bằng", "0": "dài hơn"}},
        {"number": 2, "title": "Thời gian từng đơn vị tham gia", "counted": "unit_time",
         "choices": {"2": "ngắn hơn", "1": "bằng", "0": "dài hơn"}},
        {"number": 3, "title": "Số lần liên hệ với nơi tiếp nhận để hoàn thiện hồ sơ",
         "choices": {"2": "không lần nào", "1": "một lần", "0": "nhiều hơn"}},
        {"number": 4, "title": "Số cơ quan phải liên hệ",
         "choices": {"2": "không cơ quan nào", "1": "chỉ bộ phận một cửa", "0": "nhiều hơn một"}},
        {"number": 5, "title": "Tiếp nhận, thẩm định, phê duyệt, trả kết quả tại chỗ",
         "choices": {"2": "đủ tỷ lệ thẩm định, phê duyệt tại chỗ", "1": "tiếp nhận, trả hết tại chỗ", "0": "còn lại"}},
        {"number": 6, "title": "Công khai thủ tục hành chính",
         "choices": {"2": "đúng, đủ, kịp thời cả niêm yết và điện tử", "1": "một trong hai", "0": "chưa công khai"}},
        {"number": 7, "title": "Thái độ phục vụ",
         "choices": {"2": "trước hạn, không có phản ánh", "1": "đúng hạn, không có phản ánh", "0": "có phản ánh"}},
        {"number": 8, "title": "Xử lý phản ánh, kiến nghị",
         "choices": {"2": "không có, hoặc đúng hạn hết", "1": "từ 90% đúng hạn", "0": "dưới 90% hoặc kéo dài"}},
        {"number": 9, "title": "Giải quyết trực tuyến", "counted": "online",
         "choices": {"2": "từ 20% thủ tục và 30% hồ sơ, không quá hạn", "1": "từ 15% hồ sơ", "0": "còn lại"}},
    ],
    "online": {"procedures": 20, "many": 30, "some": 15},
    "grades": [
        {"from": 15, "title": "Xuất sắc"}, {"from": 12, "title": "Tốt"}, {"from": 9, "title": "Khá"},
        {"from": 6, "title": "Trung bình"}, {"from": 0, "title": "Yếu"},
    ],
}  # fmt: skip

PORTAL_STATES: dict[str, object] = {
    "out": {str(number): word for number, word in enumerate(PORTAL_WORDS, start=1)},
    "in": {word: number for number, word in enumerate(PORTAL_WORDS, start=1)} | dict.fromkeys(BETWEEN, 0),
}

PROVINCE_RULES: tuple[tuple[str, str, dict[str, object], str], ...] = (
    (
        "extension",
        "Xin lỗi và hẹn lại ngày trả",
        {"most": 1},
        "Nghị định 61/2018/NĐ-CP Điều 19: hẹn lại không quá một lần (chưa đối chiếu; nay Nghị định 118/2025/NĐ-CP)",
    ),
    (
        "watchdog",
        "Hồ sơ đứng yên quá lâu",
        {"hours": {"1": 8, "2": 8, "4": 24, "5": 160, "6": 160, "9": 80}},
        "Mẫu của hệ thống: số giờ làm việc không có ai xử lý thì nhắc, theo trạng thái; tỉnh tự quyết định",
    ),
    (
        "reaction",
        "Thời gian trả lời hồ sơ trực tuyến",
        {"online_hours": 8},
        "Nghị định 45/2020/NĐ-CP Điều 11; Nghị định 107/2021/NĐ-CP (mẫu – chưa đối chiếu văn bản gốc)",
    ),
    (
        "portal-states",
        "Chữ chỉ trạng thái hồ sơ của Cổng quốc gia",
        PORTAL_STATES,
        "Chữ của Cổng Dịch vụ công quốc gia từ 2025 (mẫu – chưa đối chiếu tài liệu kết nối gốc)",
    ),
    (
        "look-ups",
        "Dịch vụ tra cứu theo thủ tục",
        {"services": {"*": ["population.citizen"]}},
        "Mẫu của hệ thống: thủ tục nào được hỏi dịch vụ nào; tỉnh quyết định theo mục đích được phép",
    ),
    (
        "one_stop.phrases",
        "Câu mẫu của bộ phận một cửa",
        PHRASES,
        "Mẫu của hệ thống – chưa đối chiếu văn bản gốc; đơn vị tự sửa câu chữ và căn cứ",
    ),
    (
        "notices-retention",
        "Thời gian giữ thông báo",
        {"days": 730},
        "Mẫu của hệ thống: hai năm; tỉnh quyết định theo quy định về lưu trữ (mẫu – chưa đối chiếu văn bản gốc)",
    ),
    (
        "notices-quiet",
        "Giờ không nhắn tin",
        {"from": "21:00", "until": "07:00"},
        "Mẫu của hệ thống: tin nhắn chờ đến sáng, trừ việc gấp; tỉnh tự quyết định",
    ),
    (
        "office-scoring",
        "Đánh giá việc giải quyết thủ tục hành chính theo quý",
        SCORING,
        "Nghị định 61/2018/NĐ-CP Điều 31, Thông tư 01/2018/TT-VPCP; Nghị định 118/2025/NĐ-CP thay bằng bộ chỉ số theo "
        "Quyết định 766/QĐ-TTg, tỉnh còn dùng thì giữ (mẫu – chưa đối chiếu văn bản gốc)",
    ),
)
