"""What still stands between a right password and the desk."""

from datetime import datetime, timedelta

CODE, ENROL, NEW_PASSWORD, DONE = "code", "enrol", "new_password", "done"
PENDING_FOR = timedelta(minutes=10)
STEP_SECONDS = 30
STEPS_AROUND = 1


def next_stage(*, has_device: bool, code_passed: bool, must_change_password: bool) -> str:
    """The device first: who only found the one-time password cannot choose a new one."""
    if not code_passed:
        return CODE if has_device else ENROL
    return NEW_PASSWORD if must_change_password else DONE


def steps_accepted(at: datetime) -> range:
    """The TOTP steps (RFC 6238) whose code is taken now: clocks may differ by one step."""
    step = int(at.timestamp()) // STEP_SECONDS
    return range(step - STEPS_AROUND, step + STEPS_AROUND + 1)
