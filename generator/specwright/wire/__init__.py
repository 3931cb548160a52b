"""Requests as people read them, and what of a specification decides them."""
