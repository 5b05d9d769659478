"""Screens: what one was told, how one wants to be told, the words and channels of notices."""
