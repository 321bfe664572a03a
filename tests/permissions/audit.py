"""Who may open the audit log."""

AUDITOR = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 404, "dana": 200}

ROWS = [
    ("audit:log", {}, "get", AUDITOR),
    ("audit:export", {}, "post", AUDITOR),
]
