"""An outside helpdesk in place of our desk: entries are delivered to it, and its webhooks are applied."""
