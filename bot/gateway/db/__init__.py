"""The store: one interface, SQLite or PostgreSQL behind it, and the revisions of its tables."""
