"""tinhso staff template | roles | import."""

import csv
import json
import os
import stat
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from io import StringIO
from pathlib import Path
from typing import NoReturn

import typer

from tinhso.base import rights, tables
from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.identity.actions.staff_lists import StaffReport, import_staff
from tinhso.kernel.identity.queries.staff_lists import CHANGED, NEW, REFUSED, UNCHANGED
from tinhso.kernel.identity.rules.staff_lists import COLUMNS, TITLE, VERSION, columns_with_roles

app = typer.Typer(no_args_is_help=True, help="Cán bộ và vị trí công tác: nhập từ bảng Excel hoặc CSV.")
PARTLY = 3
WORDS = {NEW: "mới", CHANGED: "thay đổi", UNCHANGED: "không đổi", REFUSED: "bị từ chối"}


@app.command("template")
def write_template(out: Path = typer.Argument(help="Tệp .xlsx sẽ ghi.")) -> None:
    """Ghi tệp mẫu để nhập cán bộ và vị trí."""
    out.write_bytes(tables.template(TITLE, VERSION, columns_with_roles(rights.roles)))
    print(f"Đã ghi {out}.")


@app.command("roles")
def list_roles() -> None:
    """Các vai trò ghi được vào cột “Vai trò”."""
    for role in rights.roles:
        print(f"{role.code}\t{role.title}")


@app.command("import")
def import_list(
    file: Path = typer.Argument(help="Bảng .xlsx hoặc .csv; mẫu: tinhso staff template."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ xem sẽ làm gì, không ghi."),
    passwords: Path | None = typer.Option(
        None, "--passwords", help="Tệp CSV nhận mật khẩu dùng một lần, chỉ người chạy đọc được; mặc định cạnh bảng."
    ),
    errors: Path | None = typer.Option(None, "--errors", help="Ghi các dòng sai, tô màu từng ô, ra tệp .xlsx."),
    as_json: bool = typer.Option(False, "--json", help="In JSON."),
) -> None:
    """Nhập cán bộ, tài khoản và vị trí. Chạy lại không thêm gì; bị ngắt thì chạy lại là tiếp tục."""
    sheet = PasswordSheet(passwords or file.with_name(f"{file.stem}.mat-khau.csv"))
    try:
        with file.open("rb") as stream:
            rows = tables.read_table(stream, COLUMNS)
        by, at = system_actor("staff import"), now()
        reports = [
            _told(report, as_json)
            for report in import_staff(rows, is_trial=dry_run, deliver=sheet.write, by=by, at=at)
        ]  # fmt: skip
    except OSError as error:
        _stop(f"Không mở được tệp {error.filename or file}: {error.strerror}")
    except (Refused, SheetOpen) as error:
        _stop(str(error))
    remarks = [remark for report in reports for remark in report.remarks]
    if errors is not None and remarks:
        errors.write_bytes(tables.marked(TITLE, COLUMNS, rows, remarks))
    _sum_up(reports, sheet, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(PARTLY if remarks else 0)


class SheetOpen(Exception):
    """The sheet of passwords cannot be trusted to be read by its owner alone."""


class PasswordSheet:
    """Logins with their one-time passwords, on disk before the accounts are: lines are only ever added.

    A login may come twice when a run was broken off in between; its last line is the good one.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.is_written = path, False

    def write(self, reports: Sequence[StaffReport]) -> None:
        """Raises OSError, SheetOpen."""
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            facts = os.fstat(handle)
            if not stat.S_ISREG(facts.st_mode) or facts.st_mode & 0o077 or facts.st_uid != os.geteuid():
                raise SheetOpen(f"Tệp {self.path} không chỉ mình bạn đọc được. Đổi quyền thành 600 hoặc chọn tệp khác.")
            os.write(handle, _lines(reports, has_head=facts.st_size == 0))
            os.fsync(handle)
            self.is_written = True
        finally:
            os.close(handle)


def _lines(reports: Iterable[StaffReport], *, has_head: bool) -> bytes:
    out = StringIO()
    writer = csv.writer(out)
    if has_head:
        writer.writerow(["Tên đăng nhập", "Họ và tên", "Mật khẩu dùng một lần"])
    for report in reports:
        writer.writerow([report.login, tables.harmless(report.full_name), report.password])
    return out.getvalue().encode("utf-8-sig" if has_head else "utf-8")


def _told(report: StaffReport, as_json: bool) -> StaffReport:
    """Says at once what is to be said of a row; passwords go to their sheet alone."""
    if not as_json:
        for remark in report.remarks:
            hint = f". {remark.suggestion}" if remark.suggestion else "."
            column = f", cột {_title(remark.column)}" if remark.column else ""
            print(f"Dòng {remark.place}{column}: {remark.message}{hint}")
        if report.changes:
            print(f"Dòng {report.place}: {report.login}: {', '.join(report.changes)}")
    return report


def _title(code: str) -> str:
    return f"“{next(column.title for column in COLUMNS if column.code == code)}”"


def _sum_up(reports: Sequence[StaffReport], sheet: PasswordSheet, *, dry_run: bool, as_json: bool) -> None:
    counted = Counter(report.outcome for report in reports)
    if as_json:
        rows = [asdict(report) for report in reports]
        for row in rows:
            del row["password"]
        facts = {"dry_run": dry_run, **{outcome: counted[outcome] for outcome in WORDS}, "rows": rows}
        if sheet.is_written:
            facts["passwords"] = str(sheet.path)
        print(json.dumps(facts, ensure_ascii=False))
        return
    head = "Chạy thử, chưa ghi gì. " if dry_run else ""
    print(f"{head}{', '.join(f'{counted[outcome]} {word}' for outcome, word in WORDS.items())}.")
    if sheet.is_written:
        print(f"Mật khẩu dùng một lần (hạn 3 ngày): {sheet.path}. Đưa tận tay từng người rồi xóa tệp này.")


def _stop(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)
