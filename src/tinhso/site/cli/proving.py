"""test, check, bench: what proves the product."""

import json
import time
from typing import Annotated, Any

import typer

from tinhso.site.cli.running import AsJson
from tinhso.site.refusals import FAILED

PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def check() -> None:
    """Chạy các kiểm tra tĩnh: kiểu, tường giữa các phòng, định dạng, mẫu trang, luật của nhà."""
    raise typer.Exit(FAILED if _failed_checks() else 0)


def _failed_checks() -> list[str]:
    from tinhso.site import proof

    began = time.monotonic()
    failed = []
    for found, code, said in proof.run_checks():
        typer.echo(f"{'✓' if code == 0 else '✗'} {found.name}")
        if code:
            failed.append(found.name)
            typer.echo(said)
    typer.echo(
        f"Kiểm tra tĩnh: {time.monotonic() - began:.0f} giây" + (f", hỏng: {', '.join(failed)}" if failed else "")
    )
    return failed


def test(context: typer.Context) -> None:
    """Kiểm tra tĩnh rồi chạy mọi kiểm thử; tham số đi sau chuyển cho pytest."""
    from tinhso.site import proof

    if missing := proof.missing_packages():
        proof.install_packages(missing)
    failed = [] if context.args else _failed_checks()
    code = proof.run_tests(context.args)
    raise typer.Exit(code or (FAILED if failed else 0))


def bench(
    names: Annotated[list[str] | None, typer.Argument(help="Tên phép đo (mặc định: tất cả).")] = None,
    as_json: AsJson = False,
) -> None:
    """Chạy các phép đo trong bench/ và so với mục tiêu."""
    from tinhso.site import benches

    results = list(benches.run(names or [], lambda text: typer.echo(text, err=True)))
    if as_json:
        typer.echo(json.dumps(results, ensure_ascii=False))
    else:
        _show(results)
    raise typer.Exit(0 if results and all(result.get("passed") for result in results) else FAILED)


def _show(results: list[dict[str, Any]]) -> None:
    for result in results:
        mark = "✓" if result.get("passed") else "✗"
        typer.echo(
            f"{mark} {result['name']}: {result.get('value')} {result.get('unit', '')}  (mục tiêu {result.get('goal')})"
        )


def mount(app: typer.Typer) -> None:
    app.command("check")(check)
    app.command("test", context_settings=PASS_ON)(test)
    app.command("bench")(bench)
