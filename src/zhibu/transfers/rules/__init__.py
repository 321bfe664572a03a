"""What follows from the regulation: ways, clocks, samples."""
