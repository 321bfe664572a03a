"""Who may open the addresses of realtime: whoever is signed in gets a ticket for what he may read."""

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
ROWS = [("realtime:ticket", {}, "get", SIGNED_IN)]
