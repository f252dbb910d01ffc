"""Tests of the entrance, sessions, headers and errors."""
