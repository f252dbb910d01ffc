"""Readers of indicator documents by the name a source record gives, and the publishing of what they read."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from config.city import Source
from data.indicators import (
    cohorts,
    cra,
    crime,
    demo_districts,
    demo_series,
    district_people,
    plan2025,
    population,
    regions,
    sdg,
    services,
)
from data.indicators.bundle import Bundle

Reader = Callable[[Source, Path], Bundle]

READERS: Mapping[str, Reader] = MappingProxyType({
    "plan2025": plan2025.read, "sdg": sdg.read, "cra": cra.read, "crime": crime.read, "regions": regions.read,
    "population": population.read, "cohorts": cohorts.read, "demo_districts": demo_districts.read,
    "demo_series": demo_series.read, "tariffs": services.read_tariffs, "meters": services.read_meters,
    "district_people": district_people.read,
})  # fmt: skip
