"""Something asked for, with a deadline: definitions as dated data, and cases on their way.

In: a submission with its papers. Becomes: a numbered case that goes from hand to hand to a result.
Read by: desks, tracking, reports. Refuses: steps out of turn, writes on a stale version, eyes without a right.
"""
