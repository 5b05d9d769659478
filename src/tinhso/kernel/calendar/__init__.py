"""Working time: from a promise in days or hours to the exact moment, with its explanation.

In: calendars per unit and date, a receipt moment, an amount. Becomes: a frozen due moment, line by line.
Read by: cases, tasks, reports. Refuses: negative amounts, moments without a zone, calendars without hours.
"""
