"""Custom actions: each reads the tracker, calls a plain function, and answers by a response's name."""
