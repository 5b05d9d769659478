"""Every write of the service centre. What a day's line changes is done one at a time: the centre's row is the lock."""

from tinhso.modules.citizens.service_centre.actions import (
    booking,
    calling,
    exporting,
    places,
    rating,
    reorganised,
    setting,
    taking,
)

__all__ = ["booking", "calling", "exporting", "places", "rating", "reorganised", "setting", "taking"]
