"""Screens of the operator: calendars, their years, and what they would promise."""
