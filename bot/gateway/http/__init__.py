"""What HTTP needs whatever is asked for: limits, origins, headers, bodies, problems, sockets, pages."""
