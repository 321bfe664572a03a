"""Forms parse and shape; services decide."""
