"""Runs the measurements of bench/: each file has ``measure()`` and runs alone, in an installation of its own.

``measure()`` gives a dict, or several: name, value, unit, goal, passed (and what else it wants to say).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from tinhso.site import backup
from tinhso.site.installation import SOURCE, Installation
from tinhso.site.refusals import CannotRun

MARK = "RESULT "
RUNNER = """
import importlib.util, json, sys
from tinhso.site.django_ready import set_up
set_up()
spec = importlib.util.spec_from_file_location("measurement", sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
found = module.measure()
for result in found if isinstance(found, list) else [found]:
    print("RESULT " + json.dumps(result, default=str), flush=True)
"""


def scripts(names: list[str]) -> list[Path]:
    """The measurements asked for, all when none. Raises CannotRun for a name that is none."""
    found = {path.stem: path for path in sorted((SOURCE / "bench").glob("*.py")) if "def measure(" in path.read_text()}
    if unknown := [name for name in names if name not in found]:
        raise CannotRun(f"Không có phép đo {', '.join(unknown)}. Có: {', '.join(found)}.")
    return [found[name] for name in names] if names else list(found.values())


def run(names: list[str], progress: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """Measures in a fresh installation (database migrated, no sample) and gives every result."""
    chosen = scripts(names)
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.chmod(folder, 0o711)  # noqa: S103 (the database account passes through)
        installation = Installation(Path(folder) / "data")
        installation.prepare()
        installation.secrets_or_new()
        with backup.started(installation):
            environ = {**os.environ, **installation.environment()}
            made = [sys.executable, "-m", "tinhso", "migrate", "--with-static", "--data", str(installation.folder)]
            subprocess.run(made, env=environ, check=True, stdout=sys.stderr)  # noqa: S603
            for script in chosen:
                progress(f"Đo: {script.stem}")
                yield from _measure(script, environ)


def _measure(script: Path, environ: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    command = [sys.executable, "-c", RUNNER, str(script)]
    done = subprocess.run(command, env=dict(environ), cwd=SOURCE, stdout=subprocess.PIPE, check=False)  # noqa: S603
    for line in done.stdout.decode().splitlines():
        if line.startswith(MARK):
            yield json.loads(line.removeprefix(MARK))
    if done.returncode:
        yield {
            "name": script.stem,
            "value": f"hỏng, mã {done.returncode}",
            "unit": "",
            "goal": "đo được",
            "passed": False,
        }
