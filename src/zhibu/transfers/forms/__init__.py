"""Forms of transfers; each field shows its sample."""
