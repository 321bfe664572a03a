"""Pages about people, accounts and roles."""
