"""Makers of the synthetic registers of city infrastructure by layer, each one chunk of rows."""

from collections.abc import Callable

from sqlalchemy import Connection

from data.demo.crossings import pedestrian_crossings, stop_bays
from data.demo.ground import green_areas, hazard_zones, heritage, land_plots
from data.demo.objects import city_objects
from data.demo.sections import road_sections
from data.demo.sites import construction_sites
from data.loading.chunks import Chunk
from data.store import Store

INFRASTRUCTURE: dict[str, Callable[[Connection, Store, int], Chunk]] = {
    "city_objects": city_objects, "construction_sites": construction_sites,
    "pedestrian_crossings": pedestrian_crossings, "green_areas": green_areas, "hazard_zones": hazard_zones,
    "heritage": heritage, "land_plots": land_plots, "stop_bays": stop_bays, "road_sections": road_sections,
}  # fmt: skip
