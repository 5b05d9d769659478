"""Pure decisions: rendering, numbering, check tokens, signature places, reading signatures."""
