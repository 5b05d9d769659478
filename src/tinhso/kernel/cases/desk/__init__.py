"""Screens of the operator for cases as a whole."""
