"""The pattern of dossier numbers that the sample province starts with (one-stop.md section 1.5)."""

NUMBER_TABLES: dict[str, object] = {
    "pattern": "{unit_code}-{day:%y%m%d}-{seq:04d}",
    # Today's pattern on the code of QĐ 20/2020, and the older one of TT 01/2018.
    "accepted": [
        r"[A-Z][0-9]{2}(\.[0-9A-Z]+)*-[0-9]{6}-[0-9]{4,}",
        r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}-[0-9]{6}-[0-9]{4}",
    ],
}
NUMBER_BASIS = "Thông tư 03/2025/TT-VPCP, chương mã số hồ sơ (chưa đối chiếu); Quyết định 20/2020/QĐ-TTg"
