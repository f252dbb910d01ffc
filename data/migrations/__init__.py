"""Migrations of the core tables."""
