"""The draw, and what may be done when."""
