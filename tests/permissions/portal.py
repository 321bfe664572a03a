"""Who may open the pages made of several apps: everybody who is signed in, each with his own content."""

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
ROWS = [(f"portal:{name}", {}, "get", SIGNED_IN) for name in ("home", "todo", "services", "me")]
