"""Bulk data: customers by the million, skewed as life is, the same for the same seed."""
