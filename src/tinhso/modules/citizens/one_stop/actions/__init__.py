"""Writes of the one-stop shop: catalogue, filing, desk, lists, results."""

from tinhso.modules.citizens.one_stop.actions import bulk, catalogue, lists, reorganised

__all__ = ["bulk", "catalogue", "lists", "reorganised"]
