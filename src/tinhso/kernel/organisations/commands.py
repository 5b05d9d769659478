"""tinhso units show | list | import | template."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

import typer

from tinhso.base import tables
from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import day_text, local_day, now
from tinhso.kernel.organisations import queries
from tinhso.kernel.organisations.actions import importing
from tinhso.kernel.organisations.models import CodeSystem, UnitKind
from tinhso.kernel.organisations.queries import UnitView

NOUN = "units"
app = typer.Typer(no_args_is_help=True, help="Đơn vị hành chính và cơ quan theo thời gian.")

ON = typer.Option(None, "--on", help="Ngày cần xem, dạng 2026-11-23; để trống là hôm nay.")
AS_JSON = typer.Option(False, "--json", help="In JSON.")
KIND = typer.Option(None, "--kind", help="Loại: province, district, commune, department, office.")


@app.command("show")
def show_unit(code: str, on: str | None = ON, as_json: bool = AS_JSON) -> None:
    """Đơn vị có mã này: tên trong ngày đó, đến từ đâu, thành đơn vị nào."""
    day = _day(on)
    ids = queries.units_with_code(code.strip().upper())
    if not ids:
        typer.echo(f"Chưa có đơn vị nào mang mã “{code}”.", err=True)
        raise typer.Exit(1)
    standing = queries.units_on(ids, day)
    told = [_told(unit, day) for unit in standing.values()]
    # A code whose unit is gone, or not there yet, leads to what stood in its place on that day.
    for unit_id in [] if standing else ids:
        heirs = queries.successors_of(unit_id, day) or queries.predecessors_of(unit_id, day)
        told += [_told(unit, day) | {"instead": code} for unit in queries.units_on(heirs, day).values()]
    if not told:
        typer.echo(f"Đơn vị mang mã “{code}” không có vào ngày {day_text(day)}.", err=True)
        raise typer.Exit(1)
    if as_json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for facts in told:
        _print(facts)


@app.command("template")
def write_template(out: Path = typer.Argument(help="Tệp .xlsx sẽ ghi.")) -> None:
    """Ghi tệp mẫu để nhập đơn vị."""
    out.write_bytes(tables.template("Đơn vị", importing.VERSION, importing.COLUMNS))
    print(f"Đã ghi {out}.")


@app.command("import")
def import_units(
    file: Path,
    on: str | None = typer.Option(None, "--on", help="Áp dụng từ ngày, dạng 2026-11-23; mặc định hôm nay."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ xem sẽ làm gì, không ghi."),
    errors: Path | None = typer.Option(None, "--errors", help="Ghi các dòng sai, tô màu từng ô, ra tệp .xlsx."),
    as_json: bool = AS_JSON,
) -> None:
    """Nhập đơn vị từ tệp Excel hoặc CSV: tất cả hoặc không dòng nào. Nhập lại không thêm gì."""
    moment, day = now(), _day(on)
    try:
        with file.open("rb") as stream:
            rows = tables.read_table(stream, importing.COLUMNS)
    except OSError as error:
        _stop(f"Không mở được tệp {file}: {error.strerror}")
    except Refused as error:
        _stop(str(error))
    done = importing.import_units(rows, on=day, is_trial=dry_run, by=system_actor("units import"), at=moment)
    if errors is not None and done.remarks:
        errors.write_bytes(tables.marked("Đơn vị", importing.COLUMNS, rows, done.remarks))
    if as_json:
        facts = {"dry_run": dry_run, **vars(done), "remarks": [vars(remark) for remark in done.remarks]}
        print(json.dumps(facts, ensure_ascii=False))
    else:
        _tell_imported(done, dry_run=dry_run)
    raise typer.Exit(1 if done.remarks else 0)


def _tell_imported(done: importing.Imported, *, dry_run: bool) -> None:
    for remark in done.remarks:
        hint = f" {remark.suggestion}" if remark.suggestion else ""
        print(f"Dòng {remark.place}, {remark.column}: {remark.message}.{hint}")
    head = "Chưa ghi gì. " if dry_run or done.remarks else ""
    print(f"{head}{done.founded} đơn vị mới, {done.changed} thay đổi, {done.unchanged} không đổi.")


def _stop(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)


@app.command("list")
def list_units(on: str | None = ON, kind: str | None = KIND, as_json: bool = AS_JSON) -> None:
    """Các đơn vị đang hoạt động trong ngày."""
    if kind is not None and kind not in UnitKind.values:
        raise typer.BadParameter(f"“{kind}” không phải loại đơn vị: {', '.join(UnitKind.values)}")
    units = queries.units_in_force(_day(on), kind)
    if as_json:
        print(json.dumps([_facts(unit) for unit in units], ensure_ascii=False, indent=1))
        return
    for unit in units:
        print(f"{unit.code}\t{UnitKind(unit.kind).label}\t{unit.name}")


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text) if text else local_day(now())
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” không phải ngày dạng 2026-11-23") from error


def _facts(unit: UnitView) -> dict[str, Any]:
    return {
        "id": str(unit.id),
        "kind": unit.kind,
        "name": unit.name,
        "form": unit.form,
        "parent": str(unit.parent_id) if unit.parent_id else None,
        "address": unit.address,
        "codes": dict(unit.codes),
        "is_sample_code": unit.is_sample_code,
    }


def _told(unit: UnitView, day: date) -> dict[str, Any]:
    """The unit's facts with its line: what it is made of, and what it has become today."""
    parent = queries.units_on([unit.parent_id], day) if unit.parent_id else {}
    today = local_day(now())
    heirs = [heir for heir in queries.successors_of(unit.id, today) if heir != unit.id]
    return _facts(unit) | {
        "on": day.isoformat(),
        "parent_name": next((view.name for view in parent.values()), ""),
        "made_of": [part.text for part in queries.parts_of(unit.id)],
        "became": [view.name for view in queries.units_on(heirs, today).values()],
    }


def _print(facts: dict[str, Any]) -> None:
    if "instead" in facts:
        print(f"Thay cho mã {facts['instead']}:")
    mark = " (có mã mẫu)" if facts["is_sample_code"] else ""
    systems = dict(CodeSystem.choices)
    print(facts["name"] + (f", {facts['parent_name']}" if facts["parent_name"] else "") + mark)
    for system, code in facts["codes"].items():
        print(f"  {systems[system]}: {code}")
    for label, key in (("Hợp thành từ", "made_of"), ("Nay là", "became")):
        if facts[key]:
            print(f"  {label}: {', '.join(facts[key])}")
