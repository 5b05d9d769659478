"""Law as dated data: instruments, and rule sets with a schema and a legal basis.

In: tables with valid_from and valid_to, marked verified or not. Becomes: rules in force on a day.
Read by: every room that needs a deadline, a threshold, a pattern. Refuses: tables that break their schema,
two rule sets of one code on one day.
"""
