"""What an operator sees of each process: log lines, metrics and traces; the same for gateway, Rasa and actions.

Nothing of a customer is in any of it: no word, no address, no token, and not that somebody is in danger. A conversation
is named by the hash that the audit log has, too.
"""
