"""The present view of the map as one HTML file that opens from a disk without a network."""

from reports.snapshot.model import Edition, Look, Mark, Pen, Speech, View
from reports.snapshot.page import make

__all__ = ["Edition", "Look", "Mark", "Pen", "Speech", "View", "make"]
