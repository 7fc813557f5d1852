"""A fourth language and only two: content alone decides, and no code."""
