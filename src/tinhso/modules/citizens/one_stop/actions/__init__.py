"""Writes of the one-stop shop: catalogue, filing, desk, results."""

from tinhso.modules.citizens.one_stop.actions import catalogue

__all__ = ["catalogue"]
