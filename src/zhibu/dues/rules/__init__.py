"""What the dues regulation says, as dated tables and pure functions."""
