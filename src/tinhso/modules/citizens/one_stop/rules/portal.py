"""What the national portal is told: the state after each event of a dossier, and which events it hears of."""

from collections.abc import Iterable, Mapping
from typing import Any

# The portal's words for the ten states since 2025, and two it says of a dossier between systems (one-stop.md 5.1).
PORTAL_WORDS = (
    "receiving", "new", "denied", "processing", "waiting", "paying", "cancelled", "unresolved", "releasing", "done",
)  # fmt: skip
BETWEEN = ("interoperating", "posting")
# Events after which the whole dossier is told anew; of those in STEPS the portal also gets a line of progress.
FACTS = frozenset({
    "case.submitted", "case.paper_added", "case.accepted", "case.declined", "case.supplement_asked",
    "case.supplemented", "case.handed_over", "case.paused", "case.resumed", "case.extended", "case.stopped",
    "case.withdrawn", "case.corrected", "case.charge_collected", "case.result_attached", "case.returned",
})  # fmt: skip
STEPS: Mapping[str, str] = {
    "case.submitted": "Nộp hồ sơ",
    "case.accepted": "Tiếp nhận hồ sơ",
    "case.declined": "Không tiếp nhận hồ sơ",
    "case.supplement_asked": "Yêu cầu bổ sung hồ sơ",
    "case.supplemented": "Nhận hồ sơ bổ sung",
    "case.handed_over": "Chuyển hồ sơ đến cơ quan giải quyết",
    "case.assigned": "Phân công người giải quyết",
    "case.step_finished": "Hoàn thành một bước giải quyết",
    "case.sent_back": "Trả lại bước trước",
    "case.paused": "Tạm dừng tính thời gian",
    "case.resumed": "Tính thời gian tiếp",
    "case.extended": "Xin lỗi và gia hạn trả kết quả",
    "case.opinion_asked": "Lấy ý kiến phối hợp",
    "case.opinion_answered": "Đã có ý kiến phối hợp",
    "case.stopped": "Dừng giải quyết",
    "case.withdrawn": "Người nộp rút hồ sơ",
    "case.result_attached": "Có kết quả giải quyết",
    "case.returned": "Trả kết quả",
}
FIXED: Mapping[str, int] = {
    "case.submitted": 1,
    "case.accepted": 2,
    "case.declined": 3,
    "case.supplement_asked": 5,
    "case.handed_over": 4,
    "case.step_finished": 4,
    "case.sent_back": 4,
    "case.stopped": 8,
    "case.withdrawn": 7,
    "case.returned": 10,
}
ENDED_AT = {"case.declined", "case.stopped", "case.withdrawn"}


def states_after(events: Iterable[tuple[Any, str, Mapping[str, Any]]], issues: int) -> dict[Any, int]:
    """The dossier's state after each event, by the event's id.

    ``events`` are (id, code, payload) in their order; ``issues`` is how many steps of the procedure issue a result.
    """
    state, attached, was_received = 1, 0, False
    found: dict[Any, int] = {}
    for event_id, code, payload in events:
        was_received = was_received or code == "case.accepted"
        attached += code == "case.result_attached"
        if code == "case.supplemented":
            state = 4 if was_received else 1
        elif code == "case.result_attached":
            state = 9 if attached >= issues else 4
        elif code == "case.paused":
            state = 6 if payload.get("reason") == "payment" else state
        elif code == "case.resumed":
            state = 4 if state == 6 else state
        else:
            state = FIXED.get(code, state)
        found[event_id] = state
    return found
