"""What goes wrong on the way to an operation, as refusals with a code; shell.middleware writes them as problems."""

from tinhso.base.messages import Refused, gettext_noop


class NotSignedIn(Refused):
    code = "not-signed-in"
    status = 401
    title = gettext_noop("Yêu cầu này cần token truy cập")
    mend = gettext_noop("Lấy token ở /api/v1/token rồi gửi trong đầu mục Authorization: Bearer.")


class TokenOver(Refused):
    code = "token-over"
    status = 401
    title = gettext_noop("Token không đúng hoặc đã hết hạn")
    mend = gettext_noop("Lấy token mới ở /api/v1/token.")


class ScopeMissing(Refused):
    code = "scope-missing"
    status = 403
    title = gettext_noop("Khóa API này không có phạm vi %(scope)s")
    mend = gettext_noop("Xin phạm vi đó khi lấy token, hoặc nhờ người quản trị cấp thêm cho khóa.")


class TooManyCalls(Refused):
    code = "too-many-calls"
    status = 429
    title = gettext_noop("Khóa API đã gọi quá %(most)s lần trong phút này")
    mend = gettext_noop("Chờ %(seconds)s giây rồi gọi tiếp.")


class KeyMissing(Refused):
    code = "idempotency-key-missing"
    status = 400
    title = gettext_noop("Thiếu đầu mục Idempotency-Key")
    mend = gettext_noop("Gửi một khóa mới cho mỗi việc cần làm, 1 đến 255 ký tự ASCII; gửi lại thì dùng đúng khóa cũ.")


class MethodClosed(Refused):
    code = "method-not-allowed"
    status = 405
    title = gettext_noop("Địa chỉ này không nhận cách gọi %(method)s")
    mend = gettext_noop("Dùng một trong: %(allowed)s.")


class MediaUnknown(Refused):
    code = "media-unknown"
    status = 415
    title = gettext_noop("Kiểu nội dung gửi lên không dùng được ở đây")
    mend = gettext_noop("Gửi %(media)s.")


class BodyUnreadable(Refused):
    code = "body-unreadable"
    status = 400
    title = gettext_noop("Nội dung gửi lên không phải JSON hợp lệ")
    mend = gettext_noop("Gửi một đối tượng JSON mã hóa UTF-8.")


class BodyTooLarge(Refused):
    code = "body-too-large"
    status = 413
    title = gettext_noop("Nội dung gửi lên quá lớn")
    mend = gettext_noop("Gửi nhiều nhất %(most)s byte. Tệp được tải lên riêng, không nằm trong JSON.")


class AddressUnusable(Refused):
    code = "address-unusable"
    status = 400
    title = gettext_noop("Địa chỉ có ký tự không dùng được")
    mend = gettext_noop("Bỏ ký tự NUL và mã hóa địa chỉ bằng UTF-8.")


class RequestWrong(Refused):
    """``faults``: pointer, code and sentence of each value that is wrong."""

    code = "request-wrong"
    title = gettext_noop("Yêu cầu có %(count)s chỗ chưa đúng")
    mend = gettext_noop("Sửa từng chỗ được chỉ ra rồi gửi lại.")

    def __init__(self, faults: list[dict[str, str]]) -> None:
        super().__init__(count=len(faults))
        self.errors = faults


class ServerBroken(Refused):
    code = "server-error"
    status = 500
    title = gettext_noop("Hệ thống đang gặp sự cố")
    mend = gettext_noop("Thử lại sau vài phút; nếu vẫn lỗi, báo mã trace_id cho người quản trị.")


SENTENCES = {
    "missing": gettext_noop("Thiếu mục này."),
    "extra_forbidden": gettext_noop("Không có mục nào tên như vậy."),
    "string_type": gettext_noop("Cần một chuỗi."),
    "string_too_long": gettext_noop("Dài quá mức cho phép."),
    "string_too_short": gettext_noop("Ngắn hơn mức cần có."),
    "string_pattern_mismatch": gettext_noop("Không đúng mẫu."),
    "int_type": gettext_noop("Cần một số nguyên."),
    "int_parsing": gettext_noop("Cần một số nguyên."),
    "int_from_float": gettext_noop("Cần một số nguyên."),
    "bool_type": gettext_noop("Cần true hoặc false."),
    "bool_parsing": gettext_noop("Cần true hoặc false."),
    "greater_than_equal": gettext_noop("Nhỏ hơn mức cho phép."),
    "less_than_equal": gettext_noop("Lớn hơn mức cho phép."),
    "enum": gettext_noop("Không nằm trong các giá trị cho phép."),
    "literal_error": gettext_noop("Không nằm trong các giá trị cho phép."),
    "uuid_parsing": gettext_noop("Cần một mã UUID."),
    "uuid_type": gettext_noop("Cần một mã UUID."),
    "datetime_from_date_parsing": gettext_noop("Cần một thời điểm ISO 8601."),
    "datetime_parsing": gettext_noop("Cần một thời điểm ISO 8601."),
    "date_from_datetime_parsing": gettext_noop("Cần một ngày ISO 8601."),
    "date_parsing": gettext_noop("Cần một ngày ISO 8601."),
    "timezone_aware": gettext_noop("Thời điểm cần múi giờ, chẳng hạn +07:00."),
    "list_type": gettext_noop("Cần một danh sách."),
    "dict_type": gettext_noop("Cần một đối tượng."),
    "model_attributes_type": gettext_noop("Cần một đối tượng."),
    "too_long": gettext_noop("Dài quá mức cho phép."),
    "too_short": gettext_noop("Ngắn hơn mức cần có."),
    "text_unusable": gettext_noop("Có ký tự không lưu được (NUL hoặc nửa ký tự)."),
}
OTHERWISE = gettext_noop("Giá trị này chưa đúng.")
