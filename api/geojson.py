"""Rows as GeoJSON features for the doors; the writing is that of the exports."""

from reports.exports.geojson import features
from reports.exports.model import plain

__all__ = ["features", "plain"]
