"""tinhso procedures import | facts | find."""

import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import typer

from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.one_stop.actions.catalogue import Imported, import_procedures
from tinhso.modules.citizens.one_stop.actions.setting_up import set_up_province
from tinhso.modules.citizens.one_stop.queries.catalogue import procedures_found
from tinhso.modules.citizens.one_stop.rules.doubts import DOUBTS, REFUSALS
from tinhso.modules.citizens.one_stop.rules.importing import as_data, facts_in
from tinhso.modules.citizens.one_stop.rules.sources import read_rows

NOUN = "procedures"
app = typer.Typer(no_args_is_help=True, help="Danh mục thủ tục hành chính.")

AS_JSON = typer.Option(False, "--json", help="In JSON.")


@app.command("import")
def import_file(
    file: Path,
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ xem sẽ làm gì, không ghi."),
    as_json: bool = AS_JSON,
    valid_from: str | None = typer.Option(None, "--from", help="Áp dụng từ ngày, dạng 2026-11-23; mặc định hôm nay."),
) -> None:
    """Nhập danh mục từ tệp JSONL (.gz) hoặc Excel của Cổng Dịch vụ công quốc gia."""
    moment = now()
    day = _day(valid_from) or local_day(moment)
    try:
        with file.open("rb") as stream:
            done = import_procedures(
                read_rows(stream),
                source=file.name,
                valid_from=day,
                is_trial=dry_run,
                by=system_actor("procedures import"),
                at=moment,
            )
    except OSError as error:
        _stop(f"Không mở được tệp {file}: {error.strerror}")
    except Refused as error:
        _stop(str(error))
    if as_json:
        print(json.dumps(_report(done), ensure_ascii=False, indent=1))
    else:
        _print(done)


@app.command("facts")
def write_facts(source: Path, out: Path) -> None:
    """Rút dữ kiện (không chép lời văn) của thủ tục cấp tỉnh, cấp xã từ danh mục ra tệp JSONL.gz."""
    try:
        with source.open("rb") as stream:
            lines = [
                json.dumps(as_data(facts), ensure_ascii=False, separators=(",", ":"))
                for facts in facts_in(read_rows(stream), ("province", "commune"))
            ]
        text = "".join(f"{line}\n" for line in sorted(lines))
        # No time and no name in the header: the same list gives the same bytes.
        out.write_bytes(gzip.compress(text.encode(), mtime=0))
    except OSError as error:
        _stop(f"Không mở được tệp: {error}")
    except Refused as error:
        _stop(str(error))
    print(f"Đã ghi {len(lines)} thủ tục vào {out}.")


@app.command("set-up")
def set_up() -> None:
    """Đưa vào bản cài mới: đơn vị, lịch, bộ quy tắc, danh mục, quy trình đi kèm. Chạy lại không thêm gì."""
    set_up_province(by=system_actor("procedures set-up"), at=now())
    print("Đã có đơn vị, lịch làm việc, bộ quy tắc, danh mục thủ tục và các quy trình đi kèm.")


@app.command("find")
def find(text: str, as_json: bool = AS_JSON) -> None:
    """Tìm thủ tục theo tên (không cần dấu), lĩnh vực hoặc mã."""
    found = procedures_found(text, on=local_day(now()))
    if as_json:
        hits = [{"code": hit.code, "name": hit.name, "sector": hit.sector} for hit in found.hits]
        print(json.dumps(hits, ensure_ascii=False, indent=1))
        return
    for hit in found.hits:
        print(f"{hit.code}\t{hit.name}\t{hit.sector}")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” không phải ngày dạng 2026-11-23") from error


def _stop(line: str) -> None:
    typer.echo(line, err=True)
    raise typer.Exit(2)


def _report(done: Imported) -> dict[str, Any]:
    plan = done.plan
    return {
        "dry_run": done.is_trial,
        "read": plan.read,
        "new": len(plan.new),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "refused": len(plan.refused),
        "doubtful": len(plan.doubtful),
        "refusals": [
            {"row": each.place, "code": each.code, "reason": each.reason, "text": REFUSALS[each.reason]}
            for each in plan.refused
        ],
        "doubts": [
            {"row": each.place, "code": each.code, "reasons": {reason: DOUBTS[reason] for reason in each.reasons}}
            for each in plan.doubtful
        ],
    }


def _print(done: Imported) -> None:
    plan = done.plan
    for refused in plan.refused:
        print(f"Từ chối dòng {refused.place} {refused.code}: {REFUSALS[refused.reason]}")
    for doubtful in plan.doubtful:
        print(f"Cần kiểm tra dòng {doubtful.place} {doubtful.code}: {'; '.join(DOUBTS[r] for r in doubtful.reasons)}")
    for reason, count in Counter(reason for each in plan.doubtful for reason in each.reasons).most_common():
        print(f"  {count:>6} {DOUBTS[reason]}")
    head = "Chạy thử, chưa ghi gì. " if done.is_trial else ""
    print(
        f"{head}Đọc {plan.read} dòng: {len(plan.new)} mới, {len(plan.changed)} thay đổi, {plan.unchanged} không đổi,"
        f" {len(plan.refused)} bị từ chối. {len(plan.doubtful)} dòng cần kiểm tra."
    )
