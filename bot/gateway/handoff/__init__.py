"""Handing a conversation to a person, as the gateway keeps and does it."""
