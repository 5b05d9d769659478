"""Reads of results and digitisation; all start from ``papers.visible_papers``."""
