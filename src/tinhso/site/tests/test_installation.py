"""One installation: its lock, its secrets, its names."""

import json
import os
from pathlib import Path

import pytest

from tinhso.site import postgres
from tinhso.site.installation import LONGEST_SOCKET_FOLDER, Installation, write_private
from tinhso.site.refusals import CannotRun


def test_it_works(tmp_path: Path) -> None:
    installation = Installation(tmp_path / "data")
    installation.prepare()
    assert installation.secrets_or_new() == installation.secrets()
    assert installation.files.is_dir()


def test_secrets_are_random_for_each_installation(tmp_path: Path) -> None:
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(Installation(tmp_path / name).secrets_or_new())
    assert not set(made[0].values()) & set(made[1].values())


def test_a_private_file_is_readable_by_us_alone(tmp_path: Path) -> None:
    write_private(tmp_path / "x", "secret")
    assert (tmp_path / "x").stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["x"]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    first, second = Installation(tmp_path), Installation(tmp_path)
    first.lock()
    assert second.is_running()
    with pytest.raises(CannotRun, match="tiến trình tinhso khác"):
        second.lock()
    first.unlock()
    assert not second.is_running()
    second.lock()
    second.unlock()


def test_what_the_environment_says_goes_before_what_is_kept(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.secrets_or_new()
    added = installation.environment({"TINHSO_SECRET_KEY": "mine", "TINHSO_INDEX_KEY_FILE": "/file"})
    assert "TINHSO_SECRET_KEY" not in added
    assert "TINHSO_INDEX_KEY" not in added
    assert added["TINHSO_LEDGER_KEY"] == installation.secrets()["TINHSO_LEDGER_KEY"]


def test_a_database_of_ones_own_is_left_as_said(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.secrets_or_new()
    assert "TINHSO_DATABASE_OWNER_URL" not in installation.environment({"TINHSO_DATABASE_URL": "postgresql://own/x"})


def test_a_long_folder_gets_a_short_private_socket_folder(tmp_path: Path) -> None:
    deep = tmp_path / ("a" * LONGEST_SOCKET_FOLDER)
    deep.mkdir()
    installation = Installation(deep)
    made = installation.short_socket_folder()
    try:
        assert len(os.fsencode(made)) <= LONGEST_SOCKET_FOLDER
        assert made.stat().st_mode & 0o066 == 0
        assert Installation(deep).socket_folder() == made
    finally:
        made.rmdir()


def test_lost_keys_are_never_replaced(tmp_path: Path) -> None:
    cluster = tmp_path / "postgres" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("16")
    with pytest.raises(CannotRun, match="secrets.json"):
        Installation(tmp_path).secrets_or_new()


def test_facts_are_remembered_and_forgotten(tmp_path: Path) -> None:
    installation = Installation(tmp_path)
    installation.remember(pid=1, port=2)
    installation.forget("pid")
    assert json.loads((tmp_path / "state.json").read_text()) == {"port": 2}


def test_the_last_telling_line_of_a_log_is_quoted() -> None:
    log = 'LOG:  starting\nFATAL:  lock file "postmaster.pid" already exists\nHINT:  Is another running?\n'
    assert "FATAL" in postgres._last_words(log)
