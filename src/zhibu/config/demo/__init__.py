"""The demo organisation: invented people, twelve months of life made through the real services."""
