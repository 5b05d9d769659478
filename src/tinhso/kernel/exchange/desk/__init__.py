"""Screens of the operator: partners, the log of messages, what got stuck."""
