"""Screens: signing in and out, one's own page, accounts and seats, reading a number in full."""
