"""The developer portal at /lap-trinh: quick start, reference, webhooks, events, changes (ux.md screens 153 to 156)."""
