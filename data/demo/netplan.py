"""What the documents print about each utility network, and what is made up about it, as one table."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.demo.streets import STREETS

TODAY_YEAR = 2026
WAYS = STREETS | {"trunk", "service"}
MAIN = frozenset({"trunk", "primary", "secondary"})
ALL: frozenset[str] = frozenset(WAYS)
SMALL = frozenset({"residential", "unclassified", "living_street"})
BROAD = frozenset({"trunk", "primary", "secondary", "tertiary"})
NOWHERE: frozenset[str] = frozenset()
# Districts that the documents name as having people without water and sewers (sdg/facts.csv, line 2017 of the text).
SHORT = ("alatau", "bostandyk", "medeu", "nauryzbay", "turksib")


@dataclass(frozen=True)
class Plan:
    """One network: figures of the plan by id, classes of streets with two lines and with rings, sources, looks.

    `at` is where the first source lies (shares of the way from west to east and from south to north), `life` the norm
    in years (that of heat is printed; served means 60 % of wear), `shift` moves its lines off the middle of the street
    (m), `people` is the share of residents it serves and `without` the printed number of those it does not serve.
    """

    length: str
    worn: str
    body: str
    twice: frozenset[str]
    rings: frozenset[str]
    sources: int
    at: tuple[float, float]
    life: int
    shift: tuple[float, float]
    people: float
    without: str = ""


PLANS: Mapping[str, Plan] = {
    "water": Plan("f-053", "f-062", "almaty-su", NOWHERE, BROAD, 6, (0.55, 0.1), 30, (3.0, 2.0), 1.0, "f-070"),
    "sewerage": Plan("f-054", "f-063", "almaty-su", NOWHERE, NOWHERE, 9, (0.5, 0.45), 35, (-3.0, 2.0), 1.0, "f-072"),
    "heat": Plan("f-055", "f-061", "almaty-heat", NOWHERE, NOWHERE, 9, (0.5, 0.5), 25, (4.5, -2.5), 0.55),
    "power": Plan("f-056", "f-060", "demo-power", ALL, MAIN, 14, (0.5, 0.5), 30, (5.0, 4.0), 1.0),
    "gas_supply": Plan("f-058", "f-064", "demo-gas", SMALL, NOWHERE, 6, (0.3, 0.6), 40, (-4.5, -4.0), 0.9),
    "lighting": Plan("f-057", "", "almaty-light", BROAD, NOWHERE, 24, (0.5, 0.5), 20, (-6.0, 5.0), 0.0),
    "communications": Plan("", "", "demo-telecom", NOWHERE, NOWHERE, 5, (0.5, 0.4), 20, (1.5, -5.0), 0.9),
}  # fmt: skip
# Made up: no document at hand prints the length of communication lines, nor the worn share of them and of lighting.
FREE_LENGTH_M, FREE_WORN = 2_000_000.0, 0.3
# Materials before and since the year in which pipes of plastic and cables of copper became usual.
PLASTIC_SINCE = 2000
MATERIALS = {
    "water": (("steel", "cast_iron"), ("polyethylene", "steel")),
    "sewerage": (("cast_iron", "concrete", "asbestos_cement"), ("polyethylene", "concrete")),
    "heat": (("steel",), ("steel_insulated",)),
    "power": (("aluminium",), ("aluminium", "copper")),
    "gas_supply": (("steel",), ("polyethylene",)),
    "lighting": (("aluminium",), ("aluminium", "copper")),
    "communications": (("copper",), ("fibre",)),
}
# Diameters (mm) or voltages (kV) of mains and of distribution.
SIZES: Mapping[str, tuple[tuple[float, ...], tuple[float, ...]]] = {
    "water": ((300, 400, 500, 600, 800), (100, 150, 200, 250)),
    "sewerage": ((500, 600, 800, 1000), (150, 200, 300)),
    "heat": ((400, 500, 600, 800), (80, 100, 150, 200)),
    "power": ((35, 110), (0.4, 6, 10)),
    "gas_supply": ((219, 325, 426), (57, 76, 108, 159)),
    "lighting": ((0.4,), (0.4,)),
    "communications": ((0,), (0,)),
}
OVERHEAD = {"power": 0.45, "lighting": 0.6, "gas_supply": 0.25, "communications": 0.3}
# People a metre of street compared with a residential one, and people a building.
DENSITY = {
    "residential": 1.0, "living_street": 1.6, "service": 0.9, "tertiary": 1.6, "secondary": 1.3, "primary": 1.1,
    "unclassified": 0.5, "trunk": 0.1,
}  # fmt: skip
PER_BUILDING = {"residential": 6.0, "service": 12.0, "unclassified": 8.0, "living_street": 30.0}
PER_BUILDING_ELSE = 70.0
