"""migrate, backup, restore, doctor, config: what keeps an installation in order."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from tinhso.site import environment, production
from tinhso.site.cli.running import AsJson, Data, folder_of
from tinhso.site.installation import Installation
from tinhso.site.refusals import FAILED, CannotRun

config = typer.Typer(no_args_is_help=True, help="Cài đặt của bản cài.")


def migrate(
    data: Data = None, with_static: Annotated[bool, typer.Option("--with-static", help="Gom cả tệp tĩnh.")] = False
) -> None:
    """Đưa bảng dữ liệu về đúng phiên bản."""
    from tinhso.site import prepare

    installation = Installation(folder_of(data))
    os.environ.update(installation.environment())
    prepare.migrate(typer.echo)
    if with_static:
        prepare.collect_static(installation, typer.echo)


def load_sample(data: Data = None) -> None:
    """Nạp tỉnh mẫu vào một bản cài còn trống."""
    from tinhso.base.moments import now
    from tinhso.site import sample
    from tinhso.site.django_ready import set_up

    installation = Installation(folder_of(data))
    os.environ.update(installation.environment())
    set_up()
    sample.load(installation, now(), typer.echo)


def one_time_code(login: str, data: Data = None) -> None:
    """In mã một lần bây giờ của một tài khoản mẫu (bản cài có dữ liệu mẫu)."""
    import pyotp

    entries = Installation(folder_of(data)).kept_sign_ins()
    secret = next((entry["one_time_secret"] for entry in entries if entry["login"] == login), None)
    if secret is None:
        known = ", ".join(entry["login"] for entry in entries) or "không có"
        raise CannotRun(f"Không có tài khoản mẫu {login}. Tài khoản mẫu của bản cài này: {known}.")
    typer.echo(pyotp.TOTP(secret).now())


def back_up(file: Path, data: Data = None, as_json: AsJson = False) -> None:
    """Sao lưu cả bản cài (mọi dòng, mọi tệp, mọi khóa) vào một tệp."""
    from tinhso.base.moments import now
    from tinhso.site import backup

    say = _quietly(as_json)
    manifest = backup.back_up(Installation(folder_of(data)), file, now().isoformat(), say)
    Installation(folder_of(data)).remember(backed_up_at=now().isoformat())
    rows = sum(table["rows"] for table in manifest["tables"].values())
    facts = {"file": str(file), "rows": rows, "tables": len(manifest["tables"]), "files": len(manifest["files"])}
    words = f"Đã sao lưu {rows} dòng của {facts['tables']} bảng và {facts['files']} tệp vào {file}."
    typer.echo(json.dumps(facts) if as_json else f"{words}\nTệp này chứa mọi khóa: cất ở nơi kín.")


def restore(file: Path, data: Data = None, as_json: AsJson = False) -> None:
    """Khôi phục một bản sao lưu vào thư mục trống, rồi đối chiếu từng bảng và từng tệp."""
    from tinhso.site import backup

    installation = Installation(folder_of(data))
    manifest = backup.restore(file, installation, _quietly(as_json))
    rows = sum(table["rows"] for table in manifest["tables"].values())
    facts = {"data": str(installation.folder), "rows": rows, "files": len(manifest["files"]), "verified": True}
    words = f"Đã khôi phục và đối chiếu {rows} dòng, {facts['files']} tệp vào {installation.folder}."
    typer.echo(json.dumps(facts) if as_json else words)


def _quietly(as_json: bool) -> Callable[[str], None]:
    return lambda text: typer.echo(text, err=as_json)


def doctor(data: Data = None, as_json: AsJson = False) -> None:
    """Khám bản cài: cơ sở dữ liệu, vai trò, đĩa, đồng hồ, cài đặt, khóa, phông chữ."""
    from tinhso.base.moments import now
    from tinhso.site import doctor as looks

    found = list(looks.findings(Installation(folder_of(data)), now()))
    if as_json:
        typer.echo(json.dumps([finding.as_data() for finding in found], ensure_ascii=False))
    else:
        for finding in found:
            typer.echo(f"{'✓' if finding.is_well else '✗'} {finding.what}: {finding.words}")
    raise typer.Exit(0 if all(finding.is_well for finding in found) else FAILED)


@config.command("check")
def check_config(data: Data = None, as_json: AsJson = False) -> None:
    """In mọi cài đặt, nguồn của nó, và điều chưa ổn."""
    added = Installation(folder_of(data)).environment()
    merged = {**os.environ, **added}
    rows = []
    faults = list(environment.unknown())
    for setting in environment.SETTINGS:
        source = "bản cài" if setting.name in added else environment.source_of(setting, os.environ)
        try:
            value = environment.masked(setting, environment.value_of(setting, merged))
        except environment.BadSetting as error:
            value = "✗"
            faults.append(str(error))
        rows.append({"name": setting.name, "value": value, "source": source})
    if not faults:
        faults += production.faults(environment.read(merged))
    _show_config(rows, faults, as_json)
    raise typer.Exit(FAILED if faults else 0)


def _show_config(rows: list[dict[str, str]], faults: list[str], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps({"settings": rows, "faults": faults}, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['name']:<27} {row['value']}  ({row['source']})")
    for fault in faults:
        typer.echo(f"✗ {fault}", err=True)


def mount(app: typer.Typer) -> None:
    app.command("migrate")(migrate)
    app.command("load-sample", hidden=True)(load_sample)
    app.command("code")(one_time_code)
    app.command("backup")(back_up)
    app.command("restore")(restore)
    app.command("doctor")(doctor)
    app.add_typer(config, name="config")
