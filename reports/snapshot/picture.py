"""A picture to be written down: the rows that were found, with all that is needed to say what they are."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from config import attribution, i18n
from config.city import City, Source
from config.policy import Sensitivity
from reports.snapshot.model import Edition, Look, Speech, View
from reports.snapshot.rows import Group

SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Picture:
    """Groups of rows from the lowest layer to the highest, and what goes with them; `coarse` is the guard's step."""

    city: City
    view: View
    groups: list[Group]
    looks: dict[str, Look]
    speech: Speech
    edition: Edition
    coarse: int = 0

    def t(self, key: str, **values: object) -> str:
        """Words of a key in the reader's language."""
        return i18n.t(self.speech.lang, key, **values)

    def number(self, value: float, digits: int | None = None) -> str:
        """A number in the reader's language."""
        return i18n.number(self.speech.lang, value, digits)

    def date(self, value: date | None) -> str:
        """A date in the reader's language."""
        return i18n.date(self.speech.lang, value, "long")

    def title(self, group: Group) -> str:
        """Title of a layer."""
        return self.looks[group.layer.id].title

    def source_name(self, source_id: str) -> str:
        """Name of a source in the reader's language, or its id."""
        found = self.city.source(source_id)
        return found.names[self.speech.lang] if found else source_id

    @property
    def objects(self) -> list[Group]:
        """Groups of the layers that were asked for, without the ground."""
        return [group for group in self.groups if not group.layer.base]

    @property
    def ground(self) -> list[Group]:
        """Groups of the ground."""
        return [group for group in self.groups if group.layer.base]


def sources_of(city: City, group: Group) -> list[Source]:
    """Sources of the rows of a group; of an empty one those that feed its layer."""
    ids = {str(row["source"]) for row in group.rows}
    own = [source for source in city.sources if source.id in ids]
    return own or ([] if ids else list(city.sources_of(group.layer.id)))


def dates_of(groups: Iterable[Group], source_id: str) -> tuple[date, date] | None:
    """Earliest and latest date of data of the rows from a source; None when none is known."""
    rows = [row for group in groups for row in group.rows if row["source"] == source_id]
    days = [row["data_date"] for row in rows if row["data_date"]]
    return (min(days), max(days)) if days else None


def is_demo(group: Group) -> bool:
    """Whether a group has synthetic rows."""
    return any(row["origin"] == SYNTHETIC for row in group.rows)


def is_closed(group: Group) -> bool:
    """Whether a group has rows that are not for everybody."""
    public = Sensitivity.PUBLIC.value
    return group.layer.sensitivity is not Sensitivity.PUBLIC or any(row["sensitivity"] != public for row in group.rows)


def attributions(picture: Picture) -> list[str]:
    """Who must be named beside the map for what is on it; a name inside a longer one is said by that one."""
    shown = [group for group in picture.groups if group.rows]
    sources = (source for group in shown for source in sources_of(picture.city, group))
    return attribution.attributions(sources, picture.speech.lang)
