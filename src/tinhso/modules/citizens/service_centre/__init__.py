"""The service centre: people take numbers, are called to counters, book a time, say how it was.

In: tickets from the kiosk, appointments, what clerks do at their counters. Becomes: one fair line a day, called numbers
on a display, measured times of waiting and serving, counts of faces. Read by: citizens, clerks, the head of the centre.
Refuses: a second ticket for one press, a third call ahead of who waited longer, a score of a named clerk. Needs no
outside system: everything here stands in the product's own database.
"""
