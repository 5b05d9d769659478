"""How entries become bytes, bytes a tree, trees signed heads, and how to check it all: without Django."""
