"""The command line: nouns then verbs. Every room's and module's commands.py is mounted under its noun."""

import os
import sys

import typer

from tinhso.site.cli import documenting, keeping, machine, proving, running, sampling, setting_up
from tinhso.site.environment import BadSetting
from tinhso.site.installation import Installation, default_folder
from tinhso.site.refusals import DISK_FULL, FAILED, USAGE, CannotRun, of_database, of_system

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Tỉnh Số: chính quyền số của một tỉnh trong một lần cài đặt.",
)
for part in (running, keeping, sampling, proving, documenting, setting_up):
    part.mount(app)

# These start without loading every room: they must be quick, or work when a room does not load.
QUICK = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
machine.mount(app)  # needs every room: operations and clients are theirs


def main() -> None:
    """Runs the command asked for; what goes wrong is one clear line and an exit code."""
    try:
        _load_for(sys.argv[1:])
        app()
    except CannotRun as error:
        _give_up(str(error), error.code)
    except BadSetting as error:
        _give_up(str(error), USAGE)
    except _database_errors() as error:
        refusal = of_database(error)
        _give_up(str(refusal), refusal.code)
    except OSError as error:
        if error.errno not in DISK_FULL:
            raise
        _give_up(str(of_system(error, error.filename or "dữ liệu")), FAILED)
    except KeyboardInterrupt:
        sys.exit(130)


def _database_errors() -> tuple[type[Exception], ...]:
    """What the database throws when it cannot answer; imported only when something was thrown."""
    import psycopg
    from django.db.utils import OperationalError

    return (psycopg.OperationalError, OperationalError)


def _load_for(arguments: list[str]) -> None:
    """Mounts the rooms' commands unless one of our own is asked for."""
    asked = next((word for word in arguments if not word.startswith("-")), "")
    if asked in QUICK:
        return
    from tinhso.site import discovery
    from tinhso.site.django_ready import set_up

    os.environ.setdefault("TINHSO_DATA", str(default_folder()))
    os.environ.update(Installation(running.folder_of(None)).environment())
    set_up()
    for package in discovery.everything():
        commands = discovery.submodule(package, "commands")
        if commands is not None:
            app.add_typer(commands.app, name=commands.NOUN)  # type: ignore[attr-defined]
            for noun, part in vars(commands).get("MORE", {}).items():
                app.add_typer(part, name=noun)


def _give_up(line: str, code: int) -> None:
    typer.echo(line, err=True)
    sys.exit(code)
