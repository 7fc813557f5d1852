"""What every HTTP address needs: limits, origins, headers, bodies, problems, sockets, pages."""
