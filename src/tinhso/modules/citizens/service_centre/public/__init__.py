"""Screens for citizens: kiosk, ticket, display, appointments, faces."""
