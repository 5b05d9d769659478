"""migrate, load-sample: what keeps an installation in order."""

import os
from typing import Annotated

import typer

from tinhso.site.cli.running import Data, folder_of
from tinhso.site.installation import Installation


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


def mount(app: typer.Typer) -> None:
    app.command("migrate")(migrate)
    app.command("load-sample", hidden=True)(load_sample)
