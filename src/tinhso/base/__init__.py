"""Pure helpers that know neither Django nor the province's business.

In: plain values. Out: plain values. Read by everybody above. Refuses: databases, settings, the clock.
"""
