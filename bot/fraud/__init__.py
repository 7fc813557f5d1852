"""Looks for signs of fraud in a message that a customer pasted: pure functions on text, nothing is ever opened."""
