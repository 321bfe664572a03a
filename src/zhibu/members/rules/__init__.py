"""Rules about people: numbers, dates, codes and the checks of a roster. Pure, no database."""
