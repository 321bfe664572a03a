"""Pure predicates of activities: no database, no clock, each rule its own function with its article."""
