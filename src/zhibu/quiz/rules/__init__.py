"""How a round runs, how time is measured, who was first. Pure: nothing here reads a clock or a table."""
