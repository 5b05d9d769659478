"""tinhso admin create | reset-password | reset-device."""

import json
from typing import NoReturn

import typer

from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import now
from tinhso.kernel.identity import actions
from tinhso.kernel.identity.models import Account, AccountKind

app = typer.Typer(no_args_is_help=True, help="Tài khoản quản trị: mở, đặt lại mật khẩu, gỡ thiết bị.")
BY = system_actor("command-line")
AS_JSON = typer.Option(False, "--json", help="In JSON.")
NAME = typer.Option("Quản trị hệ thống", "--name", help="Họ và tên người quản trị.")


@app.command("create")
def create(login: str, name: str = NAME, as_json: bool = AS_JSON) -> None:
    """Mở một tài khoản quản trị và in mật khẩu dùng một lần."""
    try:
        account, password = actions.create_administrator(login, name, by=BY, at=now())
    except Refused as refusal:
        _fail(str(refusal))
    _tell({"login": account.login, "one_time_password": password}, as_json)


@app.command("reset-password")
def reset_password(login: str, as_json: bool = AS_JSON) -> None:
    """Đặt lại mật khẩu và in mật khẩu dùng một lần."""
    account = _account(login)
    _tell({"login": account.login, "one_time_password": actions.reset_password(account, by=BY, at=now())}, as_json)


@app.command("reset-device")
def reset_device(login: str, as_json: bool = AS_JSON) -> None:
    """Gỡ thiết bị tạo mã; lần đăng nhập sau sẽ cài thiết bị mới."""
    _tell({"login": actions.reset_device(_account(login), by=BY, at=now()).login}, as_json)


def _account(login: str) -> Account:
    account = Account.objects.filter(login=login.strip().lower(), kind=AccountKind.STAFF).first()
    if account is None:
        _fail("Không có tài khoản cán bộ nào mang tên đăng nhập này.")
    return account


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(1)


def _tell(facts: dict[str, str], as_json: bool) -> None:
    if as_json:
        print(json.dumps(facts, ensure_ascii=False))
        return
    print(f"Tên đăng nhập: {facts['login']}")
    if "one_time_password" in facts:
        print(f"Mật khẩu dùng một lần (hạn 3 ngày, chỉ hiện lần này): {facts['one_time_password']}")
