"""Customers and their conversations: said, answered, kept, streamed, rated, forgotten."""
