"""What can be done with people, memberships, posts and accounts."""
