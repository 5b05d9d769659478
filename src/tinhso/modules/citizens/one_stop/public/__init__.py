"""Screens of citizens: the front page, procedures, applying, tracking."""
