"""up, down, status, and the processes up is made of: web, work."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from tinhso.site import environment, production, supervisor
from tinhso.site.installation import Installation, default_folder
from tinhso.site.refusals import FAILED, CannotRun
from tinhso.site.report import Report

STOP_SECONDS = 60

Data = Annotated[Path | None, typer.Option("--data", help="Thư mục dữ liệu của bản cài (TINHSO_DATA).")]
AsJson = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON.")]
Bind = Annotated[str, typer.Option("--bind", help="Địa chỉ lắng nghe.")]
Port = Annotated[int, typer.Option("--port", help="Cổng lắng nghe.", min=1, max=65535)]


def folder_of(data: Path | None) -> Path:
    """The data folder: the option, the setting, or the default."""
    return data or Path(os.environ.get("TINHSO_DATA") or default_folder())


def up(
    data: Data = None,
    port: Port = 8000,
    bind: Bind = "127.0.0.1",
    detach: Annotated[bool, typer.Option("--detach", help="Chạy nền; trả lời khi đã sẵn sàng.")] = False,
    as_json: AsJson = False,
    without_sample: Annotated[bool, typer.Option("--without-sample", help="Không nạp tỉnh mẫu.")] = False,
    ready_fd: Annotated[int | None, typer.Option("--ready-fd", hidden=True)] = None,
) -> None:
    """Khởi động cả hệ thống: cơ sở dữ liệu, web, việc nền."""
    installation = Installation(folder_of(data))
    options = supervisor.Options(bind=bind, port=port, with_sample=not without_sample)
    if detach:
        supervisor.checked(installation, options)
        _detach(installation, options, as_json)
        return
    report = Report(as_json, ready_fd)
    try:
        supervisor.Supervisor(installation, options, report).run()
    except CannotRun as error:
        report.failed(str(error), error.code)
        raise


def _detach(installation: Installation, options: supervisor.Options, as_json: bool) -> None:
    """Starts the supervisor in a session of its own and follows it until pages are served."""
    read_end, write_end = os.pipe()
    command = [sys.executable, "-m", "tinhso", "up", "--data", str(installation.folder), "--bind", options.bind]
    command += ["--port", str(options.port), "--ready-fd", str(write_end)]
    command += [] if options.with_sample else ["--without-sample"]
    with open(installation.folder / "log" / "up.log", "ab") as log:
        subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=[write_end], start_new_session=True
        )
    os.close(write_end)
    with os.fdopen(read_end, encoding="utf-8") as events:
        for line in events:
            if _is_last(json.loads(line), as_json):
                return
    raise CannotRun(f"up dừng giữa chừng, xem {installation.folder / 'log' / 'up.log'}", FAILED)


def _is_last(event: dict[str, Any], as_json: bool) -> bool:
    if "error" in event:
        raise CannotRun(event["error"], event["code"])
    if "ready" in event:
        typer.echo(json.dumps(event["ready"], ensure_ascii=False) if as_json else event["welcome"])
        return True
    typer.echo(event["line"], err=as_json)
    return False


def down(data: Data = None) -> None:
    """Dừng bản cài đang chạy ở thư mục dữ liệu."""
    installation = Installation(folder_of(data))
    if not installation.is_running():
        typer.echo(f"Không có gì đang chạy ở {installation.folder}.")
        return
    pid = installation.state().get("pid")
    if pid is None:
        raise CannotRun(f"Một lệnh khác đang dùng {installation.folder}; chờ nó xong rồi chạy lại.")
    os.kill(int(pid), signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    while installation.is_running():
        if time.monotonic() > end:
            raise CannotRun(f"Tiến trình {pid} chưa dừng sau {STOP_SECONDS} giây.", FAILED)
        time.sleep(0.05)
    typer.echo("Đã dừng.")


def status(data: Data = None, as_json: AsJson = False) -> None:
    """Cho biết bản cài có đang chạy không (mã thoát 0: đang phục vụ)."""
    installation = Installation(folder_of(data))
    state = installation.state()
    running = installation.is_running() and "port" in state
    options = supervisor.Options(bind=state.get("bind", ""), port=int(state.get("port", 0)))
    serving = running and supervisor.serves(options, os.environ)
    facts = {"running": running, "serving": serving, "data": str(installation.folder)}
    facts |= {name: state[name] for name in ("address", "pid") if name in state}
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
    elif serving:
        typer.echo(f"Đang phục vụ tại {state['address']} (tiến trình {state['pid']}).")
    else:
        typer.echo("Đang khởi động hoặc không trả lời." if running else f"Không chạy ({installation.folder}).")
    raise typer.Exit(0 if serving else FAILED)


def serve_web(bind: Bind = "127.0.0.1", port: Port = 8000) -> None:
    """Chạy riêng tiến trình web."""
    from tinhso.site import web

    values = _settled()
    if fault := production.binding_fault(values, bind):
        raise environment.BadSetting(fault)
    web.serve(bind, port, values["TINHSO_WEB_WORKERS"], values["TINHSO_TLS_CERTIFICATE"], values["TINHSO_TLS_KEY"])


def do_work() -> None:
    """Chạy riêng tiến trình việc nền."""
    from tinhso.site import work
    from tinhso.site.django_ready import set_up

    _settled()
    set_up()
    work.run()


def _settled() -> dict[str, Any]:
    """The settings with what the installation adds, checked as production needs."""
    os.environ.update(Installation(folder_of(None)).environment())
    values = environment.read()
    production.must_hold(values)
    return values


def mount(app: typer.Typer) -> None:
    app.command("up")(up)
    app.command("down")(down)
    app.command("status")(status)
    app.command("web")(serve_web)
    app.command("work")(do_work)
