"""The HTTP API of the whole product: the operations that rooms and modules bring, under /api/v1."""

PREFIX = "api/v1/"
