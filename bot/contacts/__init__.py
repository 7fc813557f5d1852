"""A call or a visit that a customer tells about: how it stands, and what is said and asked next. Pure."""
