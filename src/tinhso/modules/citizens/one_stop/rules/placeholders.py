"""What the text of a letter template may name as ``{name}``, filled from the dossier."""

import re
from collections.abc import Mapping

from tinhso.base.messages import gettext_noop

# name: (what it stands for, an example for previews)
FIELDS = {
    "case_number": (gettext_noop("mã hồ sơ"), "H36.24-261123-0001"),
    "case_title": (gettext_noop("nội dung yêu cầu"), "Đăng ký khai sinh"),
    "applicant": (gettext_noop("người nộp"), "Nguyễn Văn Mẫu"),
    "owner": (gettext_noop("chủ hồ sơ"), "Nguyễn Văn Mẫu"),
    "submitted_on": (gettext_noop("ngày nộp"), "23/11/2026"),
    "received_on": (gettext_noop("ngày tiếp nhận"), "23/11/2026"),
    "due_at": (gettext_noop("hạn đang hẹn"), "17:00 thứ Sáu 27/11/2026"),
    "office": (gettext_noop("cơ quan giải quyết"), "Ủy ban nhân dân phường Mẫu"),
    "desk": (gettext_noop("nơi tiếp nhận"), "Trung tâm Phục vụ hành chính công"),
    "official": (gettext_noop("người soạn"), "Trần Thị Mẫu"),
}
EXAMPLES = {name: example for name, (_title, example) in FIELDS.items()}
_PLACE = re.compile(r"\{([^{}]*)\}")


def names_in(text: str) -> list[str]:
    """The names in braces, in their order."""
    return _PLACE.findall(text)


def unknown_in(text: str) -> list[str]:
    """The names in braces that stand for nothing, in their order."""
    return [name for name in dict.fromkeys(_PLACE.findall(text)) if name not in FIELDS]


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with its places filled; a fact the dossier does not have yet leaves dots to write on."""
    return _PLACE.sub(lambda found: facts.get(found[1]) or "……", text)


def paragraphs(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
