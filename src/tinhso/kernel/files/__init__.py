"""Bytes by their hash, stored once, let in only when sound.

In: uploads and photos. Becomes: stored files with a holder. Read by: rooms that hold files.
Refuses: empty, encrypted, corrupt, mistyped, oversized and active content, with the reason.
"""
