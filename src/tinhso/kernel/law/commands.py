"""tinhso law rules list | show."""

import json
from datetime import date
from typing import Any

import typer

from tinhso.base.moments import day_text, local_day, now
from tinhso.kernel.law.models import RuleSet
from tinhso.kernel.law.queries import UNVERIFIED_MARK, in_force

NOUN = "law"
app = typer.Typer(no_args_is_help=True, help="Văn bản và bộ quy tắc.")
rules_app = typer.Typer(no_args_is_help=True, help="Bộ quy tắc theo thời gian.")
app.add_typer(rules_app, name="rules")

ON = typer.Option(None, "--on", help="Ngày cần xem, dạng 2026-11-23; để trống là hôm nay.")
AS_JSON = typer.Option(False, "--json", help="In JSON.")


@rules_app.command("list")
def list_rules(on: str | None = ON, as_json: bool = AS_JSON) -> None:
    """Các bộ quy tắc áp dụng trong một ngày."""
    found = list(in_force(_day(on)).order_by("code"))
    if as_json:
        print(json.dumps([_as_data(row) for row in found], ensure_ascii=False, indent=1))
        return
    for row in found:
        print(f"{row.code}\ttừ {day_text(row.valid_from)}\t{row.title}{_mark(row)}")


@rules_app.command("show")
def show_rules(code: str, on: str | None = ON, as_json: bool = AS_JSON) -> None:
    """Một bộ quy tắc với căn cứ và nội dung."""
    day = _day(on)
    row = in_force(day).filter(code=code).first()
    if row is None:
        typer.echo(f"Không có bộ quy tắc “{code}” áp dụng ngày {day_text(day)}.", err=True)
        raise typer.Exit(1)
    if as_json:
        print(json.dumps(_as_data(row) | {"tables": row.tables}, ensure_ascii=False, indent=1))
        return
    print(f"{row.code}: {row.title}{_mark(row)}")
    print(f"Áp dụng: từ {day_text(row.valid_from)}" + (f" đến trước {day_text(row.valid_to)}" if row.valid_to else ""))
    print(f"Căn cứ: {row.legal_basis}")
    print(json.dumps(row.tables, ensure_ascii=False, indent=1))


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else local_day(now())
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” không phải ngày dạng 2026-11-23") from error


def _mark(row: RuleSet) -> str:
    return "" if row.is_verified else f" [{UNVERIFIED_MARK}]"


def _as_data(row: RuleSet) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "code": row.code,
        "title": row.title,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "legal_basis": row.legal_basis,
        "is_verified": row.is_verified,
    }
