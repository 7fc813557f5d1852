"""Who may enter the desk: accounts, passwords, sessions, signing in, and what each agent may do."""
