"""The ``work`` process: every package's recurring jobs, a lane for each package so that none holds up the sealer."""

import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import structlog

from tinhso.base.moments import now
from tinhso.site import discovery

log = structlog.get_logger("tinhso.work")
NICE = 10  # of 19: a tenth of a core when all are wanted, all of it when not
KEPT_EVERY = 10.0  # seconds between two traces of a job that runs well
LONGEST_BACK_OFF = 60.0


@dataclass
class Job:
    """``function()`` is called ``seconds`` after its last end; after failures it waits longer, up to a minute."""

    name: str
    seconds: float
    function: Callable[[], object]
    title: str = ""  # what the operator reads; the name stands in logs
    due: float = 0.0
    failures: int = field(default=0)
    kept: float = -KEPT_EVERY  # when its last trace was left, on the lane's clock

    def wait(self) -> float:
        if not self.failures:
            return self.seconds
        return max(self.seconds, min(LONGEST_BACK_OFF, 2.0 ** min(self.failures, 6) / 2))


def all_jobs() -> list[Job]:
    """The JOBS of every room's, module's and connector's jobs.py."""
    found = [discovery.submodule(package, "jobs") for package in discovery.everything()]
    declared = [entry for module in found if module is not None for entry in cast(Any, module).JOBS]
    return [Job(name, seconds, function, title=title) for name, title, seconds, function in declared]


def lanes_of(jobs: Sequence[Job]) -> list[list[Job]]:
    """The jobs of one package share a thread and a database connection; those of another never wait for them."""
    lanes: dict[str, list[Job]] = {}
    for job in jobs:
        lanes.setdefault(job.name.partition(".")[0], []).append(job)
    return list(lanes.values())


Keep = Callable[[Job, datetime, BaseException | None], None]


def run_lane(
    jobs: Sequence[Job],
    stopping: threading.Event,
    clock: Callable[[], float] = time.monotonic,
    keep: Keep | None = None,
) -> None:
    """Runs the jobs one after another, each when due, until told to stop; ``keep`` leaves the trace of a run."""
    with ThreadPoolExecutor(1) as executor:  # the jobs share one thread, thus one database connection
        while jobs and not stopping.is_set():
            job = min(jobs, key=lambda candidate: candidate.due)
            if stopping.wait(max(0.0, job.due - clock())):
                return
            began, had_failed = now(), bool(job.failures)
            error = executor.submit(_run, job).exception()
            _note(job, error)
            job.due = clock() + job.wait()
            if keep and (error or had_failed or clock() - job.kept >= KEPT_EVERY):
                job.kept = clock()
                executor.submit(keep, job, began, error).exception()  # a database that is down is told by the job


def _run(job: Job) -> None:
    from django.db import close_old_connections

    close_old_connections()
    try:
        job.function()
    finally:
        close_old_connections()


def keep_run(job: Job, began: datetime, error: BaseException | None) -> None:
    """Leaves the trace that the operator's page reads."""
    from tinhso.site.models import JobRun

    ended = now()
    facts = {
        "every": job.seconds,
        "began_at": began,
        "ended_at": ended,
        "next_at": ended + timedelta(seconds=job.wait()),
        "failures": job.failures,
        "error": type(error).__name__ if error else "",
    }
    JobRun.objects.update_or_create(name=job.name, defaults=facts if error else {**facts, "well_at": ended})


def _note(job: Job, error: BaseException | None) -> None:
    if error is None:
        if job.failures:
            log.info("job.recovered", job=job.name, failures=job.failures)
        job.failures = 0
        return
    job.failures += 1
    log.error("job.failed", job=job.name, failures=job.failures, exc_info=error)


def run() -> None:
    """Works until SIGTERM or SIGINT; the job at hand is finished first. Whoever waits for a page goes before it."""
    os.nice(NICE)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    jobs = all_jobs()
    log.info("work.started", jobs=[job.name for job in jobs])
    threads = [
        threading.Thread(target=run_lane, args=(lane, stopping, time.monotonic, keep_run)) for lane in lanes_of(jobs)
    ]
    for thread in threads:
        thread.start()
    while not stopping.wait(1.0):
        pass
    for thread in threads:
        thread.join()
    log.info("work.stopped")
