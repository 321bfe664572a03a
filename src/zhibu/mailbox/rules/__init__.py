"""Pure rules of the mailbox: who may receive, sealing, clocks, numbers held back, what a file is."""
