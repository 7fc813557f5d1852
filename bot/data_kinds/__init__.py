"""The kinds of data that people ask about, and how to find them in a message."""
