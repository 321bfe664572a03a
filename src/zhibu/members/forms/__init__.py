"""Forms about people, accounts and roles."""
