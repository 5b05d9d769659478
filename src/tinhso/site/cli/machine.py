"""tinhso api: the document of the HTTP API, and the keys of the programs that call it."""

import json
from datetime import timedelta
from typing import NoReturn
from uuid import UUID

import typer

from tinhso.site.refusals import FAILED

api = typer.Typer(no_args_is_help=True, help="API cho máy: tài liệu OpenAPI và khóa truy cập.")
keys = typer.Typer(no_args_is_help=True, help="Khóa API: mở, đổi bí mật, đóng, liệt kê.")
api.add_typer(keys, name="keys")
AS_JSON = typer.Option(False, "--json", help="In JSON.")
SCOPES = typer.Option(..., "--scope", help="Phạm vi; lặp lại cho nhiều phạm vi.")


def mount(app: typer.Typer) -> None:
    app.add_typer(api, name="api")


@api.command("document")
def document() -> None:
    """In tài liệu OpenAPI 3.1 (docs/openapi.json)."""
    from tinhso.site.api.document import text

    typer.echo(text(), nl=False)


@keys.command("list")
def list_keys(as_json: bool = AS_JSON) -> None:
    """Liệt kê các khóa."""
    from tinhso.base.actor import system_actor
    from tinhso.kernel.identity.queries.clients import visible_clients

    rows = [
        {
            "id": str(client.pk),
            "name": client.name,
            "seat": str(client.seat_id),
            "scopes": client.scopes,
            "is_sandbox": client.is_sandbox,
            "is_closed": client.closed_at is not None,
        }
        for client in visible_clients(system_actor("command-line"))
    ]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['name']}  {' '.join(row['scopes'])}{'  (đã đóng)' if row['is_closed'] else ''}")


@keys.command("create")
def create(name: str, seat: UUID, scope: list[str] = SCOPES, sandbox: bool = False, as_json: bool = AS_JSON) -> None:
    """Mở một khóa hành động như vị trí công tác SEAT và in bí mật một lần."""
    from tinhso.base.actor import system_actor
    from tinhso.base.messages import Refused
    from tinhso.base.moments import now
    from tinhso.kernel.identity.actions import open_client
    from tinhso.kernel.identity.models import Seat

    found = Seat.objects.filter(pk=seat).first()
    if found is None:
        _fail("Không có vị trí công tác này.")
    try:
        client, secret = open_client(name, found, scope, is_sandbox=sandbox, by=system_actor("command-line"), at=now())
    except Refused as refusal:
        _fail(str(refusal))
    _tell({"client_id": str(client.pk), "client_secret": secret}, as_json)


@keys.command("rotate")
def rotate(
    client: UUID,
    overlap: int = typer.Option(7, "--overlap-days", min=0, max=90, help="Bí mật cũ còn dùng được bao nhiêu ngày."),
    as_json: bool = AS_JSON,
) -> None:
    """Cấp bí mật mới; bí mật cũ còn dùng được trong thời gian gối đầu."""
    from tinhso.base.actor import system_actor
    from tinhso.base.messages import Refused
    from tinhso.base.moments import now
    from tinhso.kernel.identity.actions import rotate_secret

    try:
        secret = rotate_secret(
            _client(client), overlap=timedelta(days=overlap), by=system_actor("command-line"), at=now()
        )
    except Refused as refusal:
        _fail(str(refusal))
    _tell({"client_id": str(client), "client_secret": secret}, as_json)


@keys.command("close")
def close(client: UUID, as_json: bool = AS_JSON) -> None:
    """Đóng khóa; mọi token đã cấp hết tác dụng."""
    from tinhso.base.actor import system_actor
    from tinhso.base.messages import Refused
    from tinhso.base.moments import now
    from tinhso.kernel.identity.actions import close_client

    try:
        close_client(_client(client), by=system_actor("command-line"), at=now())
    except Refused as refusal:
        _fail(str(refusal))
    _tell({"client_id": str(client)}, as_json)


def _client(client_id: UUID):  # type: ignore[no-untyped-def]
    from tinhso.kernel.identity.models import ApiClient

    found = ApiClient.objects.filter(pk=client_id).first()
    if found is None:
        _fail("Không có khóa API này.")
    return found


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(FAILED)


def _tell(facts: dict[str, str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(facts, ensure_ascii=False))
        return
    typer.echo(f"Khóa: {facts['client_id']}")
    if "client_secret" in facts:
        typer.echo(f"Bí mật (chỉ hiện lần này): {facts['client_secret']}")
