"""The one-stop shop: administrative procedures, from the catalogue to the result in the citizen's hand.

In: the national list of procedures, applications of citizens, work of officials. Becomes: a catalogue with dated
versions, cases with a legal clock, results that anyone can check. Read by: citizens, desks, handlers, leaders.
Refuses: a guessed time or fee, an application without what the procedure asks for.
"""
