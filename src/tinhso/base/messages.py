"""Messages to people, written once in Vietnamese and translated where they are shown."""


def gettext_noop(message: str) -> str:
    """Marks a Vietnamese sentence for the translation catalogue; gives it back unchanged."""
    return message


class Refused(Exception):
    """Something a person asked for cannot be done, and they can mend it.

    ``code`` is the same in HTML and in the API (problem+json); ``title`` says what happened and
    ``mend`` how to mend it, both Vietnamese templates filled with ``facts`` (no personal data).
    ``fields`` maps a field to the sentence shown beside it.
    """

    code = "refused"
    status = 422
    title = gettext_noop("Chưa làm được việc này")
    mend = gettext_noop("Xem lại thông tin rồi thử lại.")

    def __init__(self, fields: dict[str, str] | None = None, **facts: object) -> None:
        self.fields = fields or {}
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        return f"{self.title % self.facts}. {self.mend % self.facts}"


class NotAllowed(Refused):
    code = "not-allowed"
    status = 403
    title = gettext_noop("Tài khoản này không có quyền làm việc đó")
    mend = gettext_noop("Nhờ người quản trị đơn vị cấp quyền, hoặc đăng nhập bằng tài khoản khác.")


class NotFound(Refused):
    code = "not-found"
    status = 404
    title = gettext_noop("Không tìm thấy")
    mend = gettext_noop("Kiểm tra lại mã số hoặc đường dẫn.")


class Stale(Refused):
    """Somebody changed the same thing first (optimistic version)."""

    code = "stale"
    status = 409
    title = gettext_noop("Người khác vừa thay đổi mục này")
    mend = gettext_noop("Mở lại để xem thay đổi rồi làm tiếp; nội dung bạn vừa nhập vẫn còn.")
