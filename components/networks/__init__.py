"""Screens of utility networks in pieces: what is off, what is worn, what a closing takes, lamps, winter, operators."""
