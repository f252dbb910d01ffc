"""Tests of the glue of the screens."""
