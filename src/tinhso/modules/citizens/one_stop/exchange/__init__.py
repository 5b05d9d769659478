"""What this module brings to exchange: what the national portal is told, and what arrives from there."""

from tinhso.modules.citizens.one_stop.exchange.arriving import BY
from tinhso.modules.citizens.one_stop.exchange.telling import messages_of, portals, tell_portals

__all__ = ["BY", "messages_of", "portals", "tell_portals"]
