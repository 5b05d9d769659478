"""tinhso service-centre set-up."""

import typer

from tinhso.base.actor import system_actor
from tinhso.base.moments import local_day, now
from tinhso.modules.citizens.service_centre.actions.setting import enact_usual_rules

NOUN = "service-centre"
app = typer.Typer(no_args_is_help=True, help="Quầy giao dịch: lấy số, gọi số, hẹn giờ.")


@app.callback()
def _several() -> None:
    """Keeps the verb although it is the only one."""


@app.command("set-up")
def set_up() -> None:
    """Ban hành bộ quy tắc mẫu (thứ tự gọi số, hẹn giờ, đánh giá) nơi chưa có."""
    at = now()
    enacted = enact_usual_rules(valid_from=local_day(at), by=system_actor("service-centre set-up"), at=at)
    typer.echo("\n".join(f"Đã ban hành: {code}" for code in enacted) or "Mọi bộ quy tắc đã có.")
