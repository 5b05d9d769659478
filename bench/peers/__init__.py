"""Small programs that the measurements compare with."""
