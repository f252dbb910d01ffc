"""A district on one page of paper: PDF in A4 with its place on the map, its figures, sources and permanent address."""

from reports.profile.model import Group, Line, ProfileSheet, Shape
from reports.profile.page import make_profile

__all__ = ["Group", "Line", "ProfileSheet", "Shape", "make_profile"]
