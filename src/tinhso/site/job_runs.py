"""The trace that jobs leave, and what it says about them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from tinhso.site.models import JobRun
from tinhso.site.work import Job, all_jobs

OVERDUE = timedelta(seconds=90)  # on top of a job's own interval: the longest back-off, and a slow neighbour


@dataclass(frozen=True)
class JobState:
    """One job: ``state`` is well, failing, late (it should have run by now) or never (no run is known)."""

    name: str
    title: str
    every: float
    state: str
    run: JobRun | None


def job_states(at: datetime) -> list[JobState]:
    """Every job the product has, those in trouble first."""
    runs = {run.name: run for run in JobRun.objects.all()}
    states = [_state(job, runs.get(job.name), at) for job in all_jobs()]
    return sorted(states, key=lambda state: (state.state == "well", state.name))


def _state(job: Job, run: JobRun | None, at: datetime) -> JobState:
    if run is None:
        return JobState(job.name, job.title, job.seconds, "never", None)
    if run.failures:
        return JobState(job.name, job.title, job.seconds, "failing", run)
    is_late = at > run.next_at + OVERDUE
    return JobState(job.name, job.title, job.seconds, "late" if is_late else "well", run)
