"""setup check: whether the configuration of the province holds."""

import json
import os

import typer

from tinhso.site.cli.running import AsJson, Data, folder_of
from tinhso.site.installation import Installation
from tinhso.site.refusals import FAILED

group = typer.Typer(no_args_is_help=True, help="Kiểm tra cấu hình của tỉnh.")


@group.command("check")
def check(data: Data = None, as_json: AsJson = False) -> None:
    """Tìm điều còn thiếu: người, quyền, lịch, biểu mẫu, bộ quy tắc, tài khoản (mã thoát 1: có việc sẽ tắc)."""
    from tinhso.base.moments import now
    from tinhso.site.django_ready import set_up

    os.environ.update(Installation(folder_of(data)).environment())
    set_up()
    from tinhso.site.setup_check import setup_findings

    found = setup_findings(now())
    if as_json:
        typer.echo(json.dumps([one.as_data() for one in found], ensure_ascii=False))
    else:
        for one in found:
            typer.echo(f"{'✗' if one.weight == 'error' else '!'} {one.area}: {one.what}. {one.mend}")
        typer.echo(f"{len(found)} điều cần xem.")
    raise typer.Exit(FAILED if any(one.weight == "error" for one in found) else 0)


@group.callback()
def about() -> None:
    """A noun with one verb stays a noun."""


def mount(app: typer.Typer) -> None:
    app.add_typer(group, name="setup")
