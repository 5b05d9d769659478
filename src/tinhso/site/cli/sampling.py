"""sample: the small sample province, or a whole month of it."""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated, Any

import typer

from tinhso.site.cli.running import AsJson, Data, folder_of
from tinhso.site.installation import Installation
from tinhso.site.refusals import CannotRun

PLAIN_EVERY = 10.0


class Size(StrEnum):
    SMALL = "small"
    MONTH = "month"


def load(
    size: Annotated[Size, typer.Option("--size", help="small: vài chục hồ sơ; month: một tháng của cả tỉnh.")] = (
        Size.SMALL
    ),
    dossiers: Annotated[int, typer.Option("--dossiers", min=1, max=500_000, help="Số hồ sơ của tháng mẫu.")] = 30_000,
    seed: Annotated[int, typer.Option("--seed", help="Hạt giống: cùng số cho cùng dữ liệu.")] = 2026,
    workers: Annotated[int, typer.Option("--workers", min=1, max=16, help="Số tiến trình cùng làm.")] = 2,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Nạp tỉnh mẫu. Bị ngắt giữa chừng thì chạy lại lệnh này để làm tiếp."""
    from tinhso.base.moments import now
    from tinhso.site import month, sample
    from tinhso.site.django_ready import set_up

    installation = Installation(folder_of(data))
    os.environ.update(installation.environment())
    if not os.environ.get("TINHSO_DATABASE_URL"):
        raise CannotRun(f"Chưa có bản cài nào trong {installation.folder}. Chạy tinhso up trước rồi làm lại.")
    set_up()
    _must_be_sample()
    with month.database(installation):
        if sample.is_wanted(installation):
            sample.load(installation, now(), lambda line: typer.echo(line, err=True))
        if size is Size.SMALL:
            typer.echo("Đã có tỉnh mẫu nhỏ.")
            return
        order = month.order_for(installation, month.Order(now(), dossiers, seed))
        installation.remember(**{month.KEPT: order.as_data()})
        with _shown(dossiers) as show:
            progress = month.load(order, workers, show)
        _tell(month.facts(installation, progress), as_json)


def _must_be_sample() -> None:
    from django.conf import settings

    if settings.PROFILE == "production":
        raise CannotRun("Bản cài này chạy thật (TINHSO_PROFILE=production): không nạp dữ liệu mẫu.")


@contextmanager
def _shown(total: int) -> "Iterator[Callable[[Any], None]]":
    """A bar on a terminal, a line now and then anywhere else; both on the standard error."""
    if not sys.stderr.isatty():
        yield _plainly()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Hồ sơ mẫu"), BarColumn(), MofNCompleteColumn(), TextColumn("còn"), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda progress: bar.update(task, completed=progress.told, total=progress.total)


def _plainly() -> "Callable[[Any], None]":
    said = time.monotonic()

    def show(progress: Any) -> None:
        nonlocal said
        if time.monotonic() - said < PLAIN_EVERY:
            return
        said = time.monotonic()
        line = (
            f"{progress.told}/{progress.total} hồ sơ, {progress.pace:.1f} hồ sơ/giây, "
            f"còn khoảng {progress.left:.0f} giây"
        )
        typer.echo(line, err=True)

    return show


def _tell(facts: dict[str, Any], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    for state, count in facts["states"].items():
        typer.echo(f"{count:>7}  {state}")
    typer.echo(
        f"{facts['dossiers']} hồ sơ; lần này làm {facts['made_now']} hồ sơ trong {facts['seconds']} giây "
        f"({facts['dossiers_per_second']} hồ sơ/giây); "
        f"{facts['rows']} dòng, cơ sở dữ liệu {facts['database_mb']} MB, tệp {facts['files_mb']} MB."
    )


def make_lots(order: str) -> None:
    """Làm các phần của tháng mẫu được giao qua đầu vào chuẩn (tiến trình con của sample)."""
    from tinhso.site import month
    from tinhso.site.django_ready import set_up

    set_up()
    month.make_lots(month.Order.read(json.loads(order)), sys.stdin, _say)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def mount(app: typer.Typer) -> None:
    app.command("sample")(load)
    app.command("sample-lots", hidden=True)(make_lots)
