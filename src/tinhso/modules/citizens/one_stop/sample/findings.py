"""What the official of the sample writes into results that ask for more than the answers."""

from tinhso.kernel.cases.models import Case
from tinhso.modules.citizens.one_stop.queries.findings import finding_boxes

EXAMPLES = {
    "land_use": "Đất ở tại đô thị (ví dụ mẫu).",
    "indicators": "Mật độ xây dựng tối đa 80 %, tầng cao tối đa 4 tầng (ví dụ mẫu).",
    "roads": "Đường phía trước rộng 12 m, chỉ giới xây dựng trùng chỉ giới đường đỏ (ví dụ mẫu).",
    "infrastructure": "Có đường cấp nước, cấp điện trên trục đường phía trước (ví dụ mẫu).",
    "markers": "Mốc M12, M13 theo hồ sơ cắm mốc (ví dụ mẫu).",
}


def sample_findings(case: Case) -> dict[str, str]:
    """A text for everything the result of the case asks for; nothing for most."""
    return {box.name: EXAMPLES[box.name] for box in finding_boxes(case, {})}
