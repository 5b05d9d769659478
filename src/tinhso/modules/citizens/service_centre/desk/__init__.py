"""Screens for clerks and for the head of the centre."""
