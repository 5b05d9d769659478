"""tinhso results import | waiting."""

import json
import zipfile
from pathlib import Path
from tempfile import TemporaryFile
from typing import NoReturn

import typer

from tinhso.base.actor import Actor
from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.identity.models import Account
from tinhso.kernel.identity.queries import actor_of_account
from tinhso.modules.citizens.results.actions.batches import run_batch, send_batch
from tinhso.modules.citizens.results.models import BatchState, ScanBatch
from tinhso.modules.citizens.results.queries.batches import progress_of, report_of

NOUN = "results"
app = typer.Typer(no_args_is_help=True, help="Kho giấy tờ và số hóa.")
FILES_A_TURN = 20
FIXED = (2020, 1, 1, 0, 0, 0)  # the same folder makes the same archive, so it is the same batch


@app.command("import")
def import_folder(
    folder: Path,
    login: str = typer.Option(..., "--as", help="Tên đăng nhập của cán bộ số hóa."),
    as_json: bool = typer.Option(False, "--json", help="In JSON."),
) -> None:
    """Nhận cả một thư mục bản quét (kèm danh-muc.xlsx hoặc .csv). Chạy lại thì làm tiếp phần còn dở."""
    by = _official(login)
    if not folder.is_dir():
        _stop(f"Không có thư mục {folder}.")
    try:
        batch = _sent(folder, by)
        while not run_batch(batch, by=by, at=now(), most=FILES_A_TURN):
            batch.refresh_from_db()
            if not as_json:
                _say(batch)
    except Refused as error:
        _stop(str(error))
    batch.refresh_from_db()
    _report(batch, as_json)


@app.command("waiting")
def waiting() -> None:
    """Các lô quét còn đang xử lý."""
    for batch in ScanBatch.objects.filter(state=BatchState.RUNNING).order_by("sent_at"):
        _say(batch)


def _official(login: str) -> Actor:
    account = Account.objects.filter(login=login, is_active=True).first()
    if account is None:
        _stop(f"Không có tài khoản {login}.")
    return actor_of_account(account, now())


def _sent(folder: Path, by: Actor) -> ScanBatch:
    """The folder as an archive, nothing compressed, links left out; sent once, found again afterwards."""
    if by.unit_id is None:
        _stop("Tài khoản này không giữ vị trí nào ở một đơn vị.")
    with TemporaryFile() as made:
        with zipfile.ZipFile(made, "w") as archive:
            for path in sorted(folder.rglob("*")):
                if path.is_file() and not path.is_symlink():
                    named = zipfile.ZipInfo(path.relative_to(folder).as_posix(), FIXED)
                    archive.writestr(named, path.read_bytes())
        made.seek(0)
        return send_batch(made, folder.resolve().name, unit_id=by.unit_id, by=by, at=now())


def _say(batch: ScanBatch) -> None:
    progress = progress_of(batch)
    print(f"{batch.name}: {progress.done}/{progress.total} (nhận {progress.taken}, không nhận {progress.refused})")


def _report(batch: ScanBatch, as_json: bool) -> None:
    progress, rows = progress_of(batch), list(report_of(batch))
    refused = [{"file": row[1], "reason": row[3]} for row in rows if row[3]]
    if as_json:
        told = {"total": progress.total, "taken": progress.taken, "refused": refused}
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    _say(batch)
    for row in refused:
        print(f"  {row['file']}: {row['reason']}")


def _stop(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)
