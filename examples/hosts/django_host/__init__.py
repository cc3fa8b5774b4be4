"""A host with Django: it keeps a register of documents, and each starts a secrecy review.

Django's own connection is not handed over: see ``outbox``.
"""
