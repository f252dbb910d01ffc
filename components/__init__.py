"""Functions that return parts of pages."""
