"""Screens of the operator: the tree of units as of a day, one unit with its history, and what changes it."""
