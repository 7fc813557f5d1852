"""Chatwoot, by its API channel."""
