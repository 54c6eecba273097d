"""Demo data: a small company that does not exist, and sixty customers that do not either."""
