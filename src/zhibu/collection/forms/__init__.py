"""Forms of collecting information."""
