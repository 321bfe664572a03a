"""Who may open the boards: committees and staff over branches."""

ROWS = [
    ("insights:board", {}, "get",
     {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}),
]  # fmt: skip
