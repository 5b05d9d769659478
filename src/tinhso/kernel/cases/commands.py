"""tinhso cases take-over: open dossiers of a former system."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from tinhso.base import tables
from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.cases.actions.taking_over_many import REFUSED, RowReport, take_over_all
from tinhso.kernel.cases.rules.former_files import opener, read_lines
from tinhso.kernel.cases.rules.former_tables import COLUMNS, TITLE, VERSION, read_dossiers

NOUN = "cases"
app = typer.Typer(no_args_is_help=True, help="Hồ sơ: nhận hồ sơ đang giải quyết từ hệ thống cũ.")
PARTLY = 3
TOLD_EVERY = 500
TABLES = (".xlsx", ".csv")


@app.callback()
def noun() -> None:
    """Hồ sơ."""


@app.command("take-over-template")
def write_template(out: Path = typer.Argument(help="Tệp .xlsx sẽ ghi.")) -> None:
    """Ghi tệp mẫu để nhận hồ sơ đang giải quyết."""
    out.write_bytes(tables.template(TITLE, VERSION, COLUMNS))
    print(f"Đã ghi {out}.")


@app.command("take-over")
def take_over(
    file: Path = typer.Argument(
        help="Danh sách hồ sơ: .xlsx, .csv, hoặc JSON từng dòng (docs/formats/open-dossiers.md)."
    ),
    files: Path | None = typer.Option(None, "--files", help="Thư mục hoặc .zip chứa tệp của các giấy tờ."),
    report: Path | None = typer.Option(None, "--report", help="Ghi kết quả từng dòng ra tệp JSON từng dòng."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ xem sẽ làm gì, không ghi."),
    as_json: bool = typer.Option(False, "--json", help="In JSON."),
) -> None:
    """Nhận hồ sơ của hệ thống cũ: giữ mã, trạng thái, hạn. Chạy lại không nhận hai lần."""
    try:
        with file.open("rb") as stream:
            is_table = file.suffix in TABLES
            listed = read_dossiers(stream.read(tables.MOST_BYTES + 1)) if is_table else read_lines(stream)
            by, at = system_actor("cases take-over"), now()
            rows = take_over_all(listed, open_file=opener(files), is_trial=dry_run, by=by, at=at)
            reports = list(_told(rows))
    except OSError as error:
        _stop(f"Không mở được tệp {file}: {error.strerror}")
    except Refused as error:
        _stop(str(error))
    if report is not None:
        lines = [json.dumps(_as_data(row), ensure_ascii=False) for row in reports]
        report.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _print(reports, dry_run=dry_run, as_json=as_json)
    raise typer.Exit(PARTLY if any(row.outcome == REFUSED for row in reports) else 0)


def _told(rows: Iterator[RowReport]) -> Iterator[RowReport]:
    """Passes the rows on and says now and then how far it is."""
    for count, row in enumerate(rows, start=1):
        if count % TOLD_EVERY == 0:
            typer.echo(f"{count} dòng", err=True)
        yield row


def _as_data(row: RowReport) -> dict[str, Any]:
    findings = [vars(finding) for finding in row.findings]
    return {"row": row.place, "number": row.number, "outcome": row.outcome, "findings": findings}


def _print(reports: list[RowReport], *, dry_run: bool, as_json: bool) -> None:
    counted = Counter(row.outcome for row in reports)
    if as_json:
        facts = {"dry_run": dry_run, "rows": len(reports), **counted, "reports": [_as_data(row) for row in reports]}
        print(json.dumps(facts, ensure_ascii=False))
        return
    for row in reports:
        for finding in row.findings:
            mark = "Từ chối" if finding.level == "error" else "Lưu ý"
            hint = f" {finding.suggestion}" if finding.suggestion else ""
            print(f"{mark} dòng {row.place} {row.number} [{finding.column}]: {finding.message}.{hint}")
    head = "Chạy thử, chưa ghi gì. " if dry_run else ""
    print(
        f"{head}Đọc {len(reports)} dòng: {counted['new']} mới, {counted['unchanged']} đã có từ trước,"
        f" {counted['refused']} bị từ chối."
    )


def _stop(line: str) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(2)
