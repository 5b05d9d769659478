"""Tỉnh Số: the digital government of a Vietnamese province in one install."""

__version__ = "0.1.0"
