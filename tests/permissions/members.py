"""Who may open the addresses of members. What is one's own is for everybody who is signed in."""

PEOPLE = ("anonymous", "charlie", "bob", "alice", "stella", "dana")


def for_all(anonymous, signed_in):
    return {name: anonymous if name == "anonymous" else signed_in for name in PEOPLE}


OWN_PAGE, OWN_ACT = for_all(302, 200), for_all(302, 302)
ROWS = [
    ("members:login", {}, "get", for_all(200, 200)),
    ("members:logout", {}, "post", for_all(302, 302)),
    ("members:code", {}, "get", OWN_PAGE),
    ("members:code-setup", {}, "get", OWN_PAGE),
    ("members:password", {}, "get", OWN_PAGE),
    ("members:devices", {}, "get", OWN_PAGE),
    ("members:end-devices", {}, "post", OWN_ACT),
    ("members:end-device", {"handle": "unknown"}, "post", OWN_ACT),
]
