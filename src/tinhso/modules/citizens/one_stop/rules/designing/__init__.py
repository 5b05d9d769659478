"""A procedure while officials write it: its parts, how they are edited, checked, compared, published and carried. Pure."""
