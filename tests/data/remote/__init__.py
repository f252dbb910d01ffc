"""Tests of layers from elsewhere."""
