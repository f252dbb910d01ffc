"""Makers of the layers of education, in the order of making."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection

from data.demo.education import education
from data.demo.school_meals import school_meals
from data.demo.school_sites import school_sites, school_visits
from data.loading.chunks import Chunk
from data.store import Store

EDUCATION: dict[str, Callable[[Connection, Store, int], Iterator[Chunk]]] = {
    "education_orgs": education, "school_sites": school_sites, "school_visits": school_visits,
    "school_meals": school_meals,
}  # fmt: skip
