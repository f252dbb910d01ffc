"""Tests of the readers of files that feed several layers."""
