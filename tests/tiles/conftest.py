"""The small city on both engines for tests of what people get."""

from tests.data.queries.conftest import world

__all__ = ["world"]
