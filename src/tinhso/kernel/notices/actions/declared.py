"""The events of this room."""

from tinhso.kernel.ledger.kinds import Event, register

register(
    Event("notice.told", "Thông báo", ("kind", "channels")),
    Event("notice.queued", "Giao thông báo cho kênh gửi", ("channel",)),
    Event("notice.carried", "Kết quả gửi thông báo", ("channel", "state")),
    Event("notice.read", "Đọc thông báo", ("count",)),
    Event("notice.removed", "Xóa thông báo đã hết thời gian giữ", ("count", "before")),
    Event("notice.choice_changed", "Đổi cách nhận thông báo", ("channels", "language")),
    Event("notice.text_written", "Sửa mẫu thông báo", ("kind", "language", "channel")),
)
