"""The table of pollutants, units and rules for measurements of air."""

import tomllib
from functools import lru_cache

from pydantic import Field, ValidationError

from config.records import Record, RecordError, explain
from config.settings import ROOT

PATH = ROOT / "config" / "air.toml"
PLAIN = "ug_m3"
GAS = 8.314462618
_SAME = str.maketrans({
    "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₅": "5", "²": "2", "³": "3", "\u00b5": "u", "\u03bc": "u",
    **dict.fromkeys(" \u00a0\u202f.,_()[]«»\"'", ""),
})  # fmt: skip


class Pollutant(Record):
    """A pollutant: sign, spellings, grams of a mole (gases), highest plausible value and least spread in µg/m³."""

    label: str
    spellings: tuple[str, ...]
    molar: float | None = None
    high: float
    floor: float


class AirUnit(Record):
    """A unit: its spellings and by what a value is multiplied; `volume` units need the molar mass as well."""

    spellings: tuple[str, ...]
    factor: float
    volume: bool = False


class Conditions(Record):
    """Temperature and pressure at which volumes become masses."""

    kelvin: float = Field(gt=0)
    kilopascal: float = Field(gt=0)


class AirRules(Record):
    """When a value is marked, and how many hours make a day."""

    stuck_hours: int
    offline_hours: int
    outlier_score: float
    outlier_hours: int
    day_share: float


class AirTable(Record):
    """The whole table."""

    conditions: Conditions
    rules: AirRules
    pollutants: dict[str, Pollutant]
    units: dict[str, AirUnit]
    columns: dict[str, tuple[str, ...]]

    def pollutant(self, text: str) -> str | None:
        """Code of a pollutant by any of its spellings."""
        return _find(self.pollutants, text)

    def unit(self, text: str) -> str | None:
        """Code of a unit by any of its spellings."""
        return _find(self.units, text)

    def factor(self, unit: str, pollutant: str) -> float | None:
        """By what a value is multiplied to become µg/m³; None for a volume of what is no gas."""
        found, molar = self.units[unit], self.pollutants[pollutant].molar
        if not found.volume:
            return found.factor
        if molar is None:
            return None
        litres = GAS * self.conditions.kelvin / self.conditions.kilopascal
        return found.factor * molar / litres


def key(text: str) -> str:
    """A spelling in the one form in which spellings are compared."""
    return text.strip().casefold().translate(_SAME)


def _find(records: dict[str, Pollutant] | dict[str, AirUnit], text: str) -> str | None:
    wanted = key(text)
    for code, record in records.items():
        if wanted == key(code) or wanted in map(key, record.spellings):
            return code
    return None


@lru_cache(maxsize=1)
def air_table() -> AirTable:
    """The table of config/air.toml. Raises RecordError with one sentence when it is wrong."""
    try:
        return AirTable(**tomllib.loads(PATH.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        reason = explain(error) if isinstance(error, ValidationError) else str(error)
        raise RecordError(f"{PATH.name}: {reason}") from error
