"""Pages of collecting information."""
