"""States, receipts, words and topics. Pure."""
