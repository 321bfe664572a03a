"""Reads of transfers: the member, the two branches and the committees above them."""
