"""Tests of the vector tiles."""
