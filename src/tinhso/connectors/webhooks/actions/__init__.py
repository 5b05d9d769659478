"""Every write of the connector: endpoints, their secrets, test events."""

from tinhso.connectors.webhooks.actions.endpoints import (
    AddressRefused,
    EventsUnclear,
    change_endpoint,
    close_endpoint,
    open_endpoint,
    rotate_endpoint_secret,
    send_test,
    switch_off,
    switch_on,
)
from tinhso.connectors.webhooks.actions.telling import tell_endpoints
from tinhso.connectors.webhooks.actions.warning import switch_off_failing_one

__all__ = [
    "AddressRefused",
    "EventsUnclear",
    "change_endpoint",
    "close_endpoint",
    "open_endpoint",
    "rotate_endpoint_secret",
    "send_test",
    "switch_off",
    "switch_off_failing_one",
    "switch_on",
    "tell_endpoints",
]
