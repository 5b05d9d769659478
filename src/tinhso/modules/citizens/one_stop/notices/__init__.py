"""What the one-stop shop tells people: applicants and owners of each change, officials of what comes to their seat."""

from tinhso.modules.citizens.one_stop.notices import citizens, staff

__all__ = ["citizens", "staff"]
