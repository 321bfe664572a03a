"""Pure rules: periods, advice, the lint, the mapping of the sample scheme, who reviews."""
