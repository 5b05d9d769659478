"""tinhso exchange status | dead | replay | set-up | pause | resume."""

import json
from pathlib import Path
from uuid import UUID

import typer

from tinhso.base.actor import system_actor
from tinhso.base.messages import Refused
from tinhso.base.moments import moment_text, now
from tinhso.kernel.exchange import actions, queries
from tinhso.kernel.exchange.models import Outgoing, Partner
from tinhso.kernel.exchange.queries.log import Filters, messages_matching

NOUN = "exchange"
app = typer.Typer(no_args_is_help=True, help="Kết nối: tình trạng, thông điệp hỏng, gửi lại, thiết lập đối tác.")
AS_JSON = typer.Option(False, "--json", help="In JSON.")
BY = system_actor("command line")


@app.command()
def status(as_json: bool = AS_JSON) -> None:
    """Từng đối tác: hàng chờ, cũ nhất, hỏng; thoát 1 nếu có đối tác mất kết nối hoặc có thông điệp hỏng."""
    rows = queries.health_of_partners(now())
    if as_json:
        print(json.dumps([_as_data(row) for row in rows], ensure_ascii=False, default=str, indent=1))
    elif not rows:
        print("Chưa thiết lập đối tác nào.")
    else:
        for row in rows:
            oldest = f", cũ nhất {moment_text(row.oldest_at)}" if row.oldest_at else ""
            print(
                f"{row.partner.code}\t{row.word}\t{row.waiting} chờ{oldest}\t{row.refused} bị từ chối\t{row.dead} hỏng"
            )
    raise typer.Exit(1 if any(row.word in ("down", "stuck") for row in rows) else 0)


def _as_data(row: queries.PartnerHealth) -> dict[str, object]:
    return {
        "code": row.partner.code,
        "driver": row.partner.driver,
        "health": row.word,
        "waiting": row.waiting,
        "oldest_at": row.oldest_at,
        "refused": row.refused,
        "dead": row.dead,
        "down_since": row.partner.down_since,
        "down_code": row.partner.down_code,
        "last_sent_at": row.partner.last_sent_at,
        "rate_of_failure": row.rate_of_failure,
    }


@app.command()
def dead(partner: str = typer.Option("", help="Chỉ một đối tác."), as_json: bool = AS_JSON) -> None:
    """Các thông điệp bị từ chối hoặc gửi không được, cũ nhất trước."""
    rows = messages_matching(Filters(partner, "stuck")).select_related("partner").defer("body_sealed").order_by("seq")
    lines = [
        {
            "id": str(row.id),
            "partner": row.partner.code,
            "state": row.state,
            "kind": row.kind,
            "order_key": row.order_key,
            "code": row.last_code,
            "attempts": row.attempts,
        }
        for row in rows
    ]
    if as_json:
        print(json.dumps(lines, ensure_ascii=False, indent=1))
        return
    for line in lines:
        print("\t".join(str(value) for value in line.values()))


@app.command()
def replay(
    ids: list[UUID] = typer.Argument(None, help="Mã thông điệp; để trống thì dùng --partner."),
    partner: str = typer.Option("", help="Mọi thông điệp hỏng của một đối tác."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Chỉ đếm."),
) -> None:
    """Gửi lại: từng thông điệp, hoặc mọi thông điệp hỏng của một đối tác, theo thứ tự cũ."""
    if not ids and not partner:
        raise typer.BadParameter("Đưa mã thông điệp hoặc --partner.")
    chosen = list(ids or []) or list(messages_matching(Filters(partner, "stuck")).values_list("id", flat=True))
    if dry_run:
        print(f"{Outgoing.objects.filter(id__in=chosen).count()} thông điệp sẽ được gửi lại.")
        return
    done, failed = actions.replay_many(chosen, by=BY, at=now())
    print(f"{done} thông điệp vào hàng gửi lại, {failed} không gửi lại được.")
    raise typer.Exit(1 if failed else 0)


@app.command("set-up")
def set_up(
    code: str,
    driver: str = typer.Option(..., help="Bộ kết nối."),
    title: str = typer.Option("", help="Tên; để trống thì như mã."),
    address: str = typer.Option("", help="Địa chỉ."),
    settings: list[str] = typer.Option([], "--set", help="tên=giá trị"),
    secrets: list[str] = typer.Option([], "--secret", help="Tên một bí mật, sẽ được hỏi."),
    files: list[str] = typer.Option([], "--secret-file", help="tên=tệp chứa bí mật"),
) -> None:
    """Thiết lập một đối tác. Bí mật được hỏi, hoặc đọc từ tệp; không bao giờ nằm trên dòng lệnh."""
    asked = {name: str(typer.prompt(name, hide_input=True)) for name in secrets}
    told = dict(one.partition("=")[::2] for one in settings)
    try:
        partner = actions.set_up_partner(
            code,
            title=title or code,
            driver=driver,
            address=address,
            settings=told,
            secrets=asked | _read(files),
            by=BY,
            at=now(),
        )
    except Refused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(1) from refusal
    print(f"Đã thiết lập {partner.code}.")


def _read(files: list[str]) -> dict[str, str]:
    """Secrets by name from ``name=file``."""
    named = dict(one.partition("=")[::2] for one in files)
    return {name: Path(file).read_text(encoding="utf-8").strip() for name, file in named.items()}


@app.command()
def pause(code: str) -> None:
    """Tạm dừng gửi cho một đối tác; thông điệp vẫn vào hàng."""
    actions.pause_partner(_partner(code), by=BY, at=now())
    print(f"Đã tạm dừng {code}.")


@app.command()
def resume(code: str) -> None:
    """Gửi tiếp cho một đối tác."""
    actions.resume_partner(_partner(code), by=BY, at=now())
    print(f"Gửi tiếp cho {code}.")


def _partner(code: str) -> Partner:
    partner = Partner.objects.filter(code=code).first()
    if partner is None:
        typer.echo(f"Chưa thiết lập đối tác “{code}”.", err=True)
        raise typer.Exit(1)
    return partner
