"""Tests of data/addresses."""
