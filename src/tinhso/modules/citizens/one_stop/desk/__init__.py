"""Screens of the one-stop desk and of the handling offices."""
