"""Screens for those who look after the money."""
