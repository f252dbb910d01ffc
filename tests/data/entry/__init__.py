"""Tests of values that officials enter."""
