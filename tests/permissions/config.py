"""Who may open the addresses that belong to no app."""

ANYBODY = dict.fromkeys(("anonymous", "charlie", "bob", "alice", "stella", "dana"), 200)
ROWS = [("healthz", {}, "get", ANYBODY)]
