"""Reads of the one-stop shop: catalogue, pages of citizens and desks."""
