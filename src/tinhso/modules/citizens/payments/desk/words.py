"""What verdicts and differences are called on screens."""

from django.utils.translation import gettext_lazy as _

VERDICTS = {
    "settles": _("đúng số phải nộp"),
    "paid_already": _("hồ sơ đã được nộp đủ trước đó"),
    "ended": _("hồ sơ đã kết thúc (rút, dừng, không tiếp nhận)"),
    "wrong_amount": _("khác số phải nộp"),
    "changed": _("số phải nộp đã thay đổi"),
    "unknown_order": _("không rõ nộp cho hồ sơ nào"),
}
KINDS = {
    "ours_only": _("tỉnh có, nền tảng không có"),
    "theirs_only": _("nền tảng có, tỉnh không có"),
    "amount": _("lệch số tiền"),
}
