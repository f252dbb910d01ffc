"""Tests of components, some of them in a real browser."""
