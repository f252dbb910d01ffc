"""Tests of whole ways through the program in a browser."""
