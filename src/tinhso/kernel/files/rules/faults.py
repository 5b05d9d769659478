"""Why a file is not taken in; told to people by the refusals of the same code (actions/refusals.py)."""


class Unfit(Exception):
    """``code`` is encrypted, corrupt, active-content, too-many-pages, bomb or wrong-type."""

    def __init__(self, code: str, **facts: object) -> None:
        self.code = code
        self.facts = facts
        super().__init__(code, facts)
