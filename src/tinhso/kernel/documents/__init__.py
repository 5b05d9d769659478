"""Where bytes become a legal document: template, number, seal, signatures, status.

In: facts and a kind. Becomes: a numbered, signed PDF/A with a check page. Read by: cases, citizens.
Refuses: a number twice or a gap, changes after sealing, a signature without the right.
"""
