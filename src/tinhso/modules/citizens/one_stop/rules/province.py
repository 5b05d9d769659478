"""Rule sets the province starts with, each editable and dated; what is recalled carries its mark."""

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
        "notices-quiet",
        "Giờ không nhắn tin",
        {"from": "21:00", "until": "07:00"},
        "Mẫu của hệ thống: tin nhắn chờ đến sáng, trừ việc gấp; tỉnh tự quyết định",
    ),
)
