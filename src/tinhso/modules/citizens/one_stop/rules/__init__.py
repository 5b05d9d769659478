"""Pure decisions of the one-stop shop."""
