"""Loading of files into the store: fetch, tidy, check, publish."""
