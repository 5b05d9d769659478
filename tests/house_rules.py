"""Rules of the house that no import contract can see (house.md section 2, laws 1 to 3 and 10)."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import ForeignKey

from tinhso.base.rights import rights, roles
from tinhso.site import discovery, environment

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "tinhso"
DOCS = ROOT / "docs"
ROOM_FILES = {
    "__init__", "kinds", "models", "actions", "queries", "rules", "desk", "api", "reactions", "jobs", "commands",
    "urls",
}  # fmt: skip
FOLDERS = {"templates", "static", "locale", "migrations", "tests", "templatetags", "__pycache__"}
MODULE_FILES = (ROOM_FILES | {"module", "public", "sample", *discovery.ROOMS}) - {"kinds"}
CONNECTOR_FILES = {
    "__init__", "connector", "wire", "driver", "actions", "queries", "api", "jobs", "commands", "sample", "urls",
}  # fmt: skip


def _folders(pattern: str) -> list[Path]:
    return sorted(path for path in SOURCE.glob(pattern) if path.is_dir() and (path / "__init__.py").exists())


ROOMS = _folders("kernel/*")
MODULES = [path for path in _folders("modules/*/*") if (path / "module.py").exists()]
CONNECTORS = [path for path in _folders("connectors/*") if (path / "connector.py").exists()]


def _names(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.py")} | {path.name for path in folder.iterdir() if path.is_dir()}


def _sources() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(path.parts))


def test_it_works() -> None:
    assert len(ROOMS) >= 9
    assert MODULES


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_a_room_has_no_stray_files(room: Path) -> None:
    assert _names(room) - ROOM_FILES - FOLDERS == set()


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.name)
def test_a_module_has_no_stray_files(module: Path) -> None:
    assert _names(module) - MODULE_FILES - FOLDERS - {"facts"} == set()


@pytest.mark.parametrize("connector", CONNECTORS, ids=lambda path: path.name)
def test_a_connector_has_no_stray_files(connector: Path) -> None:
    assert _names(connector) - CONNECTOR_FILES - FOLDERS - {"twin"} == set()


@pytest.mark.parametrize("folder", [*ROOMS, *MODULES, *CONNECTORS], ids=lambda path: path.name)
def test_every_folder_has_a_card_of_at_most_fifteen_lines(folder: Path) -> None:
    card = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))
    assert card
    assert len(card.splitlines()) <= 15


@pytest.mark.parametrize("folder", [*ROOMS, *MODULES, *CONNECTORS], ids=lambda path: path.name)
def test_every_folder_has_tests_and_a_docs_page(folder: Path) -> None:
    kind = {"kernel": "rooms", "connectors": "connectors"}.get(folder.parent.name, "modules")
    assert list(folder.rglob("tests/test_*.py"))
    assert (DOCS / kind / f"{folder.name}.md").exists()


def test_foreign_keys_of_modules_lead_home_or_into_the_kernel_and_leave_no_trace_there() -> None:
    wrong = [
        str(field)
        for package in discovery.modules()
        for model in apps.get_app_config(package.rsplit(".", 1)[1]).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.remote_field.model._meta.app_config.name != package
        and not (
            field.remote_field.model._meta.app_config.name.startswith("tinhso.kernel.") and field.remote_field.hidden
        )
    ]
    assert wrong == []


def test_what_is_declared_stands_in_the_docs() -> None:
    # In a process of its own: tests declare kinds too.
    environ = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    command = [sys.executable, "-m", "tinhso", "declared"]
    said = subprocess.run(command, env=environ, check=True, capture_output=True, text=True)
    assert said.stdout.strip() == (DOCS / "declared.md").read_text(encoding="utf-8").strip()


def test_every_setting_is_documented() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in DOCS.glob("*.md"))
    assert [setting.name for setting in environment.SETTINGS if f"`{setting.name}`" not in text] == []


def test_every_legal_term_of_a_model_stands_in_the_glossary() -> None:
    glossary = (DOCS / "glossary.md").read_text(encoding="utf-8")
    wrong = [
        f"{model._meta.verbose_name} → {model.__name__}"
        for package in (*discovery.rooms(), *discovery.modules())
        for model in apps.get_app_config(package.rsplit(".", 1)[1]).get_models()
        if not re.search(rf"\| {re.escape(str(model._meta.verbose_name))} \| `{model.__name__}`", glossary)
    ]
    assert wrong == []


def test_roles_bundle_declared_rights() -> None:
    known = {right.code for right in rights}
    assert {right for role in roles for right in role.rights} <= known


def test_the_kernel_knows_kinds_never_names() -> None:
    # "results" is the kernel's own word, for what a case leads to; the module of that name came later.
    codes = {f'"{path.name}"' for path in MODULES} - {'"results"'}
    wrong = [
        str(path)
        for path in _sources()
        if path.is_relative_to(SOURCE / "kernel") and any(code in path.read_text(encoding="utf-8") for code in codes)
    ]
    assert wrong == []


def test_only_screens_jobs_and_commands_look_at_the_clock() -> None:
    allowed = {"desk", "public", "api", "jobs", "commands", "twin", "driver", "site", "shell"}
    wrong = [
        str(path.relative_to(SOURCE))
        for path in _sources()
        if re.search(r"\bnow\(\)|datetime\.now\(|date\.today\(", path.read_text(encoding="utf-8"))
        and not allowed & {*path.parts, path.stem}
        and path != SOURCE / "base" / "moments.py"
    ]
    assert wrong == []


def test_the_import_contract_has_no_exceptions() -> None:
    assert "ignore_imports" not in (ROOT / ".importlinter").read_text(encoding="utf-8")


def test_nothing_committed_names_a_registry_or_a_place_of_one_machine() -> None:
    pattern = re.compile(r"/(?:work|farm)/|/opt/pypi|files\.pythonhosted|registry\.npmjs|pypi\.org/simple")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    paths = [ROOT / name for name in listed.stdout.split("\0") if name and not name.endswith("house_rules.py")]
    assert len(paths) > 100
    wrong = [
        str(path.relative_to(ROOT))
        for path in paths
        if path.is_file() and pattern.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert wrong == []
