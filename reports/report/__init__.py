"""The five reports: a question asked of all that the reader sees, answered in figures, each of
which opens the rows that it was counted from."""
