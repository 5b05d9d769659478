"""What proves the product: static checks, tests with all they need, measurements."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tinhso.site.installation import SOURCE
from tinhso.site.refusals import CannotRun

# Debian's packages by what shows that they are there.
NEEDED_PROGRAMS = {
    "chromium": "chromium", "pdftotext": "poppler-utils", "fc-list": "fontconfig", "zbarimg": "zbar-tools",
    "tesseract": "tesseract-ocr",
}  # fmt: skip
FONTS, VIETNAMESE = "fonts-dejavu-core", "tesseract-ocr-vie"
TEMPLATES = ("src",)


@dataclass(frozen=True)
class Check:
    name: str
    command: tuple[str, ...]


def checks() -> list[Check]:
    """The static checks, the longest first so that two cores share them well."""
    tool = Path(sys.executable).parent
    found = [
        Check("mypy", (str(tool / "mypy"),)),
        Check("djlint", (str(tool / "djlint"), *TEMPLATES, "--lint", "--quiet")),
        Check("lint-imports", (str(tool / "lint-imports"),)),
        Check("ruff", (str(tool / "ruff"), "check", ".")),
        Check("ruff format", (str(tool / "ruff"), "format", "--check", ".")),
    ]
    house = SOURCE / "tests" / "house_rules.py"
    return [*found, Check("house rules", (sys.executable, "-m", "pytest", str(house)))] if house.exists() else found


def clean_environment() -> dict[str, str]:
    """The environment without settings of an installation: tests make their own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TINHSO_")}
    return {**kept, "TINHSO_PROFILE": "test", "TINHSO_SECRET_KEY": "x" * 50}


def run_checks() -> Iterator[tuple[Check, int, str]]:
    """Each check with its exit code and what it said, in order; two run at a time."""
    with ThreadPoolExecutor(os.cpu_count() or 2) as executor:
        todo = checks()
        for check, (code, said) in zip(todo, executor.map(_run, todo), strict=True):
            yield check, code, said


def _run(check: Check) -> tuple[int, str]:
    environ = clean_environment()
    done = subprocess.run(  # noqa: S603
        check.command, cwd=SOURCE, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout.decode(errors="replace").strip()


def missing_packages() -> list[str]:
    """Debian packages the tests need and this machine lacks."""
    missing = [package for program, package in NEEDED_PROGRAMS.items() if not shutil.which(program)]
    more = ((FONTS, _has_fonts()), (VIETNAMESE, _reads_vietnamese()))
    return [*missing, *(package for package, is_there in more if not is_there)]


def _reads_vietnamese() -> bool:
    program = shutil.which("tesseract")
    if program is None:
        return False
    said = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "vie" in said.stdout.split()


def _has_fonts() -> bool:
    program = shutil.which("fc-list")
    if program is None:
        return False
    return bool(subprocess.run([program, ":lang=vi"], capture_output=True, check=False).stdout.strip())  # noqa: S603


def install_packages(packages: Sequence[str]) -> None:
    """Installs them as root. Raises CannotRun naming the one line to run otherwise."""
    line = f"apt-get install -y {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if os.getuid() != 0 or apt is None:
        raise CannotRun(f"Bộ kiểm thử còn thiếu gói hệ thống. Chạy lệnh này rồi thử lại:  sudo {line}")
    environ = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in ([apt, "update", "-q"], [apt, "install", "-y", "-q", "--no-install-recommends", *packages]):
        if subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, stdout=sys.stderr, check=False).returncode:  # noqa: S603
            raise CannotRun(f"Không cài được gói hệ thống. Thử lại bằng tay:  {line}")


def run_tests(arguments: Sequence[str]) -> int:
    """Pytest with the caller's arguments; everything in two processes when none are given. Gives its exit code."""
    chosen = list(arguments) or ["-n", "2", "--dist", "loadfile"]
    command = [sys.executable, "-m", "pytest", *chosen]
    return subprocess.run(command, cwd=SOURCE, env=clean_environment(), check=False).returncode  # noqa: S603
