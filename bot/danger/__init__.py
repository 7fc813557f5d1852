"""Danger to somebody's life or safety, which is listened for in every message."""
