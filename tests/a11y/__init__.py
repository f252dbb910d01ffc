"""Tests of accessibility in a browser."""
