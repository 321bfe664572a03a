"""What is asked of whom, what is known already, and how much asking is too much."""
