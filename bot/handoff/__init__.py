"""A hand-off to a person, as an idea: states, the queue, waits and hours. No I/O."""
