"""Reads of the mailbox. What a writer reads is found by his receipt; what a holder reads, by his seats."""
