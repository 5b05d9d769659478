"""Loads the sample province: every package with a sample.py, lowest first, once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from tinhso.site import discovery
from tinhso.site.installation import Installation

BEGUN, DONE = "sample_begun", "sample_done"


def is_half_done(installation: Installation) -> bool:
    """Whether a loading was broken off: what stands is worth nothing and nobody has used it."""
    state = installation.state()
    return BEGUN in state and DONE not in state


def is_wanted(installation: Installation) -> bool:
    return DONE not in installation.state()


def load(installation: Installation, at: datetime, progress: Callable[[str], None]) -> list[str]:
    """Runs ``load(at, progress)`` of each sample.py and remembers that it is done. Gives the packages."""
    installation.remember(**{BEGUN: at.isoformat()})
    loaded = []
    for package in discovery.everything():
        sample = discovery.submodule(package, "sample")
        if sample is not None and hasattr(sample, "load"):
            progress(f"Nạp dữ liệu mẫu: {package.removeprefix('tinhso.')}")
            cast(Any, sample).load(at, progress)
            loaded.append(package)
    installation.remember(**{DONE: at.isoformat()})
    return loaded
