"""tinhso calendar check | show."""

import json
from calendar import monthrange
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import typer

from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.kernel.calendar.queries import calendar_of
from tinhso.kernel.calendar.rules import WorkingCalendar
from tinhso.kernel.calendar.rules.case_file import BadCaseFile, Checked, checked
from tinhso.kernel.calendar.rules.explanation import reason_of
from tinhso.kernel.calendar.rules.minutes import intervals_data, intervals_text, weekday_text
from tinhso.kernel.calendar.rules.vietnam import CLOCK_TABLES
from tinhso.kernel.organisations.queries import units_with_code

NOUN = "calendar"
app = typer.Typer(no_args_is_help=True, help="Lịch làm việc và thời hạn.")

AS_JSON = typer.Option(False, "--json", help="In JSON.")
MONTH = typer.Option(None, "--month", help="Tháng cần xem, dạng 2026-11; để trống là tháng này.")


@app.command("check")
def check(file: Path, as_json: bool = AS_JSON) -> None:
    """So các thời hạn trong tệp với cách tính của hệ thống; có sai khác thì mã thoát là 1."""
    try:
        result = checked(json.loads(file.read_text(encoding="utf-8")), CLOCK_TABLES)
    except OSError as error:
        _end(f"Không đọc được tệp {file}: {error.strerror}.")
    except UnicodeDecodeError:
        _end(f"Tệp {file} không phải văn bản UTF-8.")
    except json.JSONDecodeError as error:
        _end(f"Tệp {file} không phải JSON: dòng {error.lineno}, cột {error.colno}.")
    except RecursionError:
        _end(f"Tệp {file} lồng quá sâu.")
    except BadCaseFile as error:
        _end(f"Tệp {file} chưa đúng mẫu: {error}.")
    print(json.dumps(_as_data(result), ensure_ascii=False, indent=1) if as_json else _as_text(result))
    raise typer.Exit(1 if result.differences else 0)


@app.command("show")
def show(unit: str, month: str | None = MONTH, as_json: bool = AS_JSON) -> None:
    """Giờ làm việc từng ngày trong tháng của đơn vị có mã này."""
    first = _month(month)
    ids = units_with_code(unit.strip().upper())
    if not ids:
        typer.echo(f"Chưa có đơn vị nào mang mã “{unit}”.", err=True)
        raise typer.Exit(1)
    try:
        calendar = calendar_of(ids[0], first)
    except Refused as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    start = first.toordinal()
    days = range(start, start + monthrange(first.year, first.month)[1])
    if as_json:
        rows = [_day_data(calendar, day) for day in days]
        facts = {"calendar": calendar.code, "version": calendar.version, "days": rows}
        print(json.dumps(facts, ensure_ascii=False, indent=1))
        return
    print(f"Lịch {calendar.code}, bản {calendar.version}")
    for day in days:
        hours, reason = calendar.hours_of(day), reason_of(calendar, day)
        print(f"{weekday_text(day)}\t{intervals_text(hours) or 'nghỉ'}" + (f"\t{reason}" if reason else ""))


def _end(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _month(text: str | None) -> date:
    try:
        return date.fromisoformat(f"{text}-01") if text else local_day(now()).replace(day=1)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” không phải tháng dạng 2026-11") from error


def _day_data(calendar: WorkingCalendar, day: int) -> dict[str, Any]:
    return {
        "date": date.fromordinal(day).isoformat(),
        "hours": intervals_data(calendar.hours_of(day)),
        "reason": reason_of(calendar, day),
    }


def _as_data(result: Checked) -> dict[str, Any]:
    differences = [
        {"number": d.number, "expected": d.expected, "found": d.found, "case": d.case} for d in result.differences
    ]
    return {"checked": result.count, "differing": len(differences), "differences": differences}


def _as_text(result: Checked) -> str:
    lines = [f"Đã kiểm tra {result.count} trường hợp, {len(result.differences)} trường hợp khác."]
    for difference in result.differences:
        found = difference.found or "đang tạm dừng"
        expected = difference.expected or "đang tạm dừng"
        case = json.dumps(difference.case, ensure_ascii=False)
        lines.append(f"  {difference.number}. Trong tệp: {expected}; hệ thống tính: {found}. {case}")
    return "\n".join(lines)
