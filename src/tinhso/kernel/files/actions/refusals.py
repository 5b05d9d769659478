"""Why a file is refused at the door, and how to mend it."""

from collections.abc import Mapping

from tinhso.base.messages import Refused, gettext_noop


class EmptyFile(Refused):
    code = "empty-file"
    title = gettext_noop("Tệp này trống, không có nội dung")
    mend = gettext_noop("Mở tệp trên máy để xem lại, lưu lại rồi tải lên lần nữa.")


class TooLarge(Refused):
    code = "too-large"
    status = 413
    title = gettext_noop("Tệp lớn hơn %(most)s MB")
    mend = gettext_noop("Quét lại ở độ nét 200–300 dpi, hoặc tách thành nhiều tệp nhỏ hơn.")


class WrongType(Refused):
    code = "wrong-type"
    title = gettext_noop("Không nhận tệp này vì nội dung là %(found)s")
    mend = gettext_noop("Tải lên tệp PDF, ảnh chụp (JPEG, PNG, HEIC), Word (.docx) hoặc Excel (.xlsx).")


class EndingWrong(WrongType):
    title = gettext_noop("Tên tệp có đuôi %(ending)s nhưng nội dung là %(found)s")
    mend = gettext_noop("Chọn đúng tệp cần nộp. Nếu đúng là tệp này, lưu lại đúng loại rồi tải lên.")


class Encrypted(Refused):
    code = "encrypted"
    title = gettext_noop("Tệp được khóa bằng mật khẩu")
    mend = gettext_noop("Mở tệp bằng mật khẩu, lưu một bản không khóa rồi tải bản đó lên.")


class Corrupt(Refused):
    code = "corrupt"
    title = gettext_noop("Tệp bị hỏng hoặc chưa tải xong")
    mend = gettext_noop("Mở tệp trên máy để kiểm tra, lưu hoặc quét lại rồi tải lên lần nữa.")


class ActiveContent(Refused):
    code = "active-content"
    title = gettext_noop("Tệp có nội dung tự chạy: %(what)s")
    mend = gettext_noop("In tệp ra PDF (chọn “In” rồi “Lưu dạng PDF”) và tải bản PDF đó lên.")


class TooManyPages(Refused):
    code = "too-many-pages"
    title = gettext_noop("Tệp có %(pages)s trang, nhiều hơn %(most)s trang")
    mend = gettext_noop("Tách thành nhiều tệp rồi tải lên từng tệp.")


class Bomb(Refused):
    code = "bomb"
    title = gettext_noop("Tệp phình ra quá lớn khi mở nên hệ thống không nhận")
    mend = gettext_noop("In tệp ra PDF, hoặc chụp lại ảnh ở cỡ thường, rồi tải bản đó lên.")


class Infected(Refused):
    code = "infected"
    title = gettext_noop("Tệp có mã độc")
    mend = gettext_noop("Quét mã độc trên máy của bạn và dùng một bản sạch của tệp.")


class NotPhotos(Refused):
    code = "not-photos"
    title = gettext_noop("Tệp thứ %(number)s không phải ảnh chụp")
    mend = gettext_noop("Chỉ chọn ảnh JPEG, PNG hoặc HEIC; tệp PDF thì tải lên riêng.")


class TooManyPhotos(Refused):
    code = "too-many-photos"
    title = gettext_noop("Mỗi lần chỉ ghép được từ 1 đến %(most)s ảnh")
    mend = gettext_noop("Bỏ bớt ảnh, hoặc tải lên làm nhiều lần.")


class UploadBroken(Refused):
    code = "upload-broken"
    status = 400
    title = gettext_noop("Kết nối bị ngắt khi đang tải tệp lên")
    mend = gettext_noop("Kiểm tra mạng rồi tải lại tệp; những gì đã nhập vẫn còn.")


_BY_CODE = {kind.code: kind for kind in (WrongType, Encrypted, Corrupt, ActiveContent, TooManyPages, Bomb)}


def refusal(code: str, facts: Mapping[str, object]) -> Refused:
    """The refusal for what the inspector said."""
    if code == WrongType.code and facts.get("ending"):
        return EndingWrong(None, **facts)
    return _BY_CODE[code](None, **facts)
