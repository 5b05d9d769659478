"""Writes of the one-stop shop: catalogue, filing, desk, results."""
