"""What may be done with a case, and what a matter is made of."""
