"""Zammad, by its REST interface."""
