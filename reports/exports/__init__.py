"""Rows of a layer as files: GeoJSON, GeoPackage, CSV and XLSX, each with what the data are and where from."""

from reports.exports.model import FORMATS, Cargo, Facts, Format, Tick
from reports.exports.write import mimetype, suffix, write

__all__ = ["FORMATS", "Cargo", "Facts", "Format", "Tick", "mimetype", "suffix", "write"]
