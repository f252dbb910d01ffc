"""Tests of indicator readers and publishing."""
