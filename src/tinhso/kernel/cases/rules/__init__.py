"""Pure decisions about cases: states, definitions, numbers."""
