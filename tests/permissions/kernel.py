"""Who may open the addresses of the kernel."""

ANYBODY = dict.fromkeys(("anonymous", "charlie", "bob", "alice", "stella", "dana"), 200)
ROWS = [
    ("kernel:display", {}, "get", ANYBODY),
    ("kernel:style-guide", {}, "get", ANYBODY | {"anonymous": 404, "charlie": 404, "bob": 404, "alice": 404}),
]
