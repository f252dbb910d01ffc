"""Questions that pages and doors ask of the store."""
