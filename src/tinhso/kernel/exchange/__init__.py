"""Messages to and from other systems: an outbox and an inbox that lose nothing and double nothing.

In: messages of rooms and modules for a partner, messages of partners for us. Becomes: deliveries in the order of each
key, with every attempt on record; what arrives is handed to whoever declared its kind. Read by: the operator's
screens and whoever asks how a subject stands with a partner. Refuses: a partner nobody set up, a kind nobody declared.
"""
