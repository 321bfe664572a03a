"""Pages of advice."""
