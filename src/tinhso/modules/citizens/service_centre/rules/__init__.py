"""Pure decisions of the service centre."""
