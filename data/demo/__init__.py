"""The seeded generator of a marked demonstration city."""
