"""The events and refusals of this room."""

from tinhso.base.messages import Refused, gettext_noop
from tinhso.kernel.ledger import kinds as ledger
from tinhso.kernel.ledger.kinds import Event

ledger.register(
    Event("exchange.partner_set_up", "Thiết lập đối tác kết nối", ("code", "driver")),
    Event("exchange.partner_changed", "Sửa thiết lập đối tác kết nối", ("code", "fields")),
    Event("exchange.partner_paused", "Tạm dừng gửi cho đối tác", ("code",)),
    Event("exchange.partner_resumed", "Gửi tiếp cho đối tác", ("code",)),
    Event("exchange.message_refused", "Đối tác từ chối thông điệp", ("partner", "kind", "code")),
    Event("exchange.message_died", "Thông điệp gửi không được", ("partner", "kind", "code", "attempts")),
    Event("exchange.message_replayed", "Gửi lại thông điệp", ("partner", "kind", "state")),
    Event("exchange.message_dropped", "Bỏ, không gửi thông điệp", ("partner", "kind", "state", "ground")),
    Event("exchange.body_read", "Xem nội dung thông điệp", ("partner", "kind", "reason")),
    Event("exchange.incoming_refused", "Không nhận thông điệp đến", ("partner", "kind", "code")),
    Event("exchange.incoming_died", "Thông điệp đến xử lý không được", ("partner", "kind", "attempts")),
    Event("exchange.looked_up", "Tra cứu dữ liệu", ("service", "number", "purpose")),
    Event("exchange.look_up_settled", "Kết quả tra cứu", ("service", "number", "state", "code")),
    Event("exchange.look_up_read", "Xem đầy đủ kết quả tra cứu", ("service", "number", "reason")),
    Event("exchange.incoming_replayed", "Xử lý lại thông điệp đến", ("partner", "kind", "state")),
)


class PartnerUnknown(Refused):
    code = "partner-unknown"
    status = 404
    title = gettext_noop("Chưa thiết lập đối tác kết nối “%(partner)s”")
    mend = gettext_noop("Thiết lập đối tác ở trang Kết nối, trao đổi rồi thử lại.")


class DriverUnknown(Refused):
    code = "driver-unknown"
    title = gettext_noop("Không có bộ kết nối “%(driver)s”")
    mend = gettext_noop("Chọn một bộ kết nối có trong danh sách.")


class FieldsMissing(Refused):
    code = "fields-missing"
    title = gettext_noop("Còn thiếu: %(fields_missing)s")
    mend = gettext_noop("Điền đủ các mục bắt buộc rồi lưu lại.")


class PartnerTaken(Refused):
    code = "partner-taken"
    status = 409
    title = gettext_noop("Mã đối tác “%(partner)s” đã dùng")
    mend = gettext_noop("Mở đối tác đó để sửa, hoặc chọn mã khác.")


class NotReplayable(Refused):
    code = "not-replayable"
    status = 409
    title = gettext_noop("Thông điệp này đang ở trạng thái “%(state)s” nên không làm được việc đó")
    mend = gettext_noop("Tải lại trang để xem trạng thái mới nhất.")


class BodyGone(Refused):
    code = "body-gone"
    status = 410
    title = gettext_noop("Nội dung thông điệp không còn lưu")
    mend = gettext_noop("Nội dung chỉ được giữ trong thời hạn đã đặt cho đối tác.")


class ReasonMissing(Refused):
    code = "reason-missing"
    title = gettext_noop("Chưa ghi lý do")
    mend = gettext_noop("Ghi lý do; lý do được lưu vào sổ cái.")
