"""How long Rapport takes, for few customers and for many, beside the least that could be done."""
