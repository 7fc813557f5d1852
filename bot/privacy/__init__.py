"""Finds what is personal in a text, and masks it."""
