"""The product reached without a socket, for tests of several connectors."""

from tinhso.connectors.national_portal.twin.inside import served_inside

__all__ = ["served_inside"]
