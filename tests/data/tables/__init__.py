"""Tests of data/tables."""
