"""Notices by e-mail: SMTP to any mail server (RFC 5321), MIME in Vietnamese.

In: letters of the notices room, handed over by exchange. Becomes: mails whose Message-ID is the letter's own, so that a
repeat is recognised. Read by: people's mailboxes. Refuses: addresses that are none; a server whose certificate is not
valid. The twin is a real SMTP server with faults, in the sample profile and in tests, never in production.
"""
