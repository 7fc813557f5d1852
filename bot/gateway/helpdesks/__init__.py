"""A company's own helpdesk in place of our desk: what it is told, and what it tells us."""
