"""Tests of the house itself: sizes, words, imports, addresses, settings, packages."""
