"""Units of the city's directory found by how documents spell them."""

from collections.abc import Mapping

from config.city import City


def plain_spelling(text: str) -> str:
    """A unit as printed without case, dots and gaps."""
    return "".join(text.casefold().replace(".", " ").split())


def units_by_spelling(city: City) -> Mapping[str, str]:
    """Unit ids by every plain spelling that means them."""
    return {plain_spelling(text): unit.id for unit in city.units for text in unit.spellings}
