"""Tests of the pure functions of analysis."""
