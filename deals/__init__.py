"""What we sell: pipelines, stages, deals and their moves. May import accounts."""
