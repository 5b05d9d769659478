"""What the connector does for exchange: telling the portal, asking it, and taking in what it sends."""

from tinhso.connectors.national_portal.driver.arriving import login, service
from tinhso.connectors.national_portal.driver.asking import FILE
from tinhso.connectors.national_portal.driver.telling import PORTAL, check, deliver

__all__ = ["FILE", "PORTAL", "check", "deliver", "login", "service"]
