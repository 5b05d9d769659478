"""Plays the certification authority: a sample root and issuing authority, and keys for whoever signs."""
