"""A procedure while officials write it: its parts, how they are typed, checked, compared and carried. Pure."""
