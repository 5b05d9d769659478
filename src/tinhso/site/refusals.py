"""Why the product does not do what the command line asked: one clear line and an exit code."""

import errno
from pathlib import Path

FAILED, USAGE, PARTIAL, REFUSED = 1, 2, 3, 4

DISK_FULL = (errno.ENOSPC, errno.EDQUOT)
DATABASE_DISK_FULL = "53100"


class CannotRun(Exception):
    """What happened and how to mend it, in one line; ``code`` becomes the exit code."""

    def __init__(self, line: str, code: int = REFUSED) -> None:
        super().__init__(line)
        self.code = code


def of_system(error: OSError, where: Path | str) -> CannotRun:
    """The refusal for what the operating system said about a folder or file."""
    if error.errno in DISK_FULL:
        return CannotRun(f"Đĩa chứa {where} đã đầy. Dọn bớt chỗ rồi chạy lại; dữ liệu đã ghi còn nguyên.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return CannotRun(f"Không ghi được vào {where} ({error.strerror}). Chọn thư mục khác bằng --data.")
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return CannotRun(f"{where} không phải thư mục. Chọn thư mục khác bằng --data.")
    return CannotRun(f"{where}: {error.strerror}.", FAILED)


def of_database(error: Exception) -> CannotRun:
    """The refusal for a database that does not answer or has no room."""
    cause = error.__cause__ or error
    if getattr(cause, "sqlstate", None) == DATABASE_DISK_FULL:
        return CannotRun("Đĩa của cơ sở dữ liệu đã đầy. Dọn bớt chỗ rồi chạy lại; dữ liệu đã ghi còn nguyên.", FAILED)
    first = str(error).strip().partition("\n")[0]
    return CannotRun(f"Cơ sở dữ liệu không trả lời: {first}. Nếu nó chưa chạy: tinhso up.", FAILED)
