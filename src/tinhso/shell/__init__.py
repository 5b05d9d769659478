"""Look and feel: base pages, tokens, components, form rendering, tables; and the audience of views.

In: what a screen wants to show. Becomes: pages that work without JavaScript. Read by every desk.py
and public.py. Refuses: tables of its own, domain words.
"""
