"""Pure decisions about numbers, passwords, waiting times, sessions and whose roles apply."""
