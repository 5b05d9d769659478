"""The unprivileged account that PostgreSQL runs under when the product is started by root."""

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

ACCOUNT = "tinhso"
FALLBACK = "nobody"


def database_account() -> str | None:
    """The account for the database: made when missing; None when we are no root and need no other."""
    if os.getuid() != 0:
        return None
    if not exists(ACCOUNT) and shutil.which("useradd"):
        command = ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT]
        subprocess.run(command, check=False, capture_output=True)  # noqa: S603
    return ACCOUNT if exists(ACCOUNT) else FALLBACK


def exists(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def group_of(name: str) -> int:
    return pwd.getpwnam(name).pw_gid


def name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def give(path: Path, name: str | None) -> None:
    """Hands a folder or file to the account."""
    if name:
        shutil.chown(path, name, grp.getgrgid(group_of(name)).gr_name)


def succeeds_as(name: str | None, command: Sequence[str | Path]) -> bool:
    """Whether a command runs well under the account (or as ourselves)."""
    try:
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            check=False,
            capture_output=True,
            cwd="/",
            user=name,
            group=group_of(name) if name else None,
            extra_groups=[] if name else None,
        )
    except PermissionError:
        return False
    return done.returncode == 0
