"""Tools that the tests and the Makefile lean on."""
