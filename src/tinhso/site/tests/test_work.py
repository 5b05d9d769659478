"""The work process: each job when due; one that fails holds up no other."""

import threading
from collections.abc import Callable

from tinhso.site.work import LONGEST_BACK_OFF, Job, run_lane


def counted(times: int, stopping: threading.Event) -> tuple[list[int], Callable[[], None]]:
    """A job that ends the lane after so many runs."""
    runs: list[int] = []

    def run() -> None:
        runs.append(1)
        if len(runs) >= times:
            stopping.set()

    return runs, run


def test_it_works(db: None) -> None:
    stopping = threading.Event()
    runs, job = counted(3, stopping)
    run_lane([Job("counted", 0.001, job)], stopping)
    assert len(runs) == 3


def test_a_job_that_fails_holds_up_no_other(db: None) -> None:
    stopping = threading.Event()
    runs, job = counted(3, stopping)

    def broken() -> None:
        raise RuntimeError("broken")

    bad = Job("broken", 0.001, broken)
    run_lane([bad, Job("counted", 0.001, job)], stopping)
    assert len(runs) == 3
    assert bad.failures == 1


def test_a_failing_job_waits_longer_each_time_up_to_a_minute() -> None:
    job = Job("x", 0.3, lambda: None)
    waits = []
    for failures in (0, 1, 2, 3, 20):
        job.failures = failures
        waits.append(job.wait())
    assert waits == sorted(waits)
    assert waits[0] == 0.3
    assert waits[-1] <= LONGEST_BACK_OFF


def test_a_lane_without_jobs_ends() -> None:
    run_lane([], threading.Event())
