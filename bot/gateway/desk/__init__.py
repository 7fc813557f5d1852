"""The server side of the desk: the people who help customers, and what they see and do there."""
