"""The month of the sample province: 30,000 dossiers through actions, in two processes (``sample --size month``)."""

import json
import subprocess
import sys
from typing import Any

GOAL_SECONDS = 15 * 60
DOSSIERS = 30_000


def measure(dossiers: int = DOSSIERS) -> dict[str, Any]:
    """Seconds for the whole month on top of the small sample, with what was made."""
    command = [sys.executable, "-m", "tinhso", "sample", "--size", "month", "--dossiers", str(dossiers), "--json"]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    facts = json.loads(done.stdout.splitlines()[-1])
    assert facts["dossiers"] == dossiers
    return {
        "name": f"sample month of {dossiers} dossiers",
        "value": facts["seconds"],
        "unit": "s",
        "goal": GOAL_SECONDS,
        "passed": facts["seconds"] <= GOAL_SECONDS,
        **{name: facts[name] for name in ("dossiers_per_second", "states", "rows", "database_mb", "files_mb")},
    }


if __name__ == "__main__":
    print(json.dumps(measure(), ensure_ascii=False, indent=1))
