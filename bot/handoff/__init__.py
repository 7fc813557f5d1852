"""The rules of handing a conversation to a person: states, the queue, waits and hours. Pure, no I/O."""
