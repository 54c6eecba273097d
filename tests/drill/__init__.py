"""Drills: what `make test` does a few times is done by the hundred, on both databases."""
