"""Pages of deals: find, form or verb, answer."""
