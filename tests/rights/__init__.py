"""Who sees what, door by door."""
