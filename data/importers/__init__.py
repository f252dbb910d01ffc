"""Readers of whole files that feed several layers at once: OpenStreetMap, timetables, measurements of air."""
