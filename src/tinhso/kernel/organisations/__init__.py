"""Units, places and posts in time: what exists, what it was called, what became of it.

In: foundings, changes, successions. Becomes: dated versions and codes that are never used again.
Read by: everybody who names a unit. Refuses: overlapping versions, a code given twice.
"""
