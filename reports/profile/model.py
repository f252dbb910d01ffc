"""What a district on one page is made of; all words are said by who makes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from config.i18n import Lang


@dataclass(frozen=True)
class Shape:
    """Outline of a district: rings of places (x to the right, y downwards), and whether it is the one of the page."""

    rings: Sequence[Sequence[tuple[float, float]]]
    own: bool = False


@dataclass(frozen=True)
class Line:
    """A row of the table: words of its cells, and on the line of all districts (0 to 1) the others, own and city."""

    cells: Sequence[str]
    others: Sequence[float] = ()
    own: float | None = None
    city: float | None = None
    bad: bool = False


@dataclass(frozen=True)
class Group:
    """A category with its rows."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class ProfileSheet:
    """The page: `facts` are pairs of name and figure, `heads` name the cells of a row and the strip after them."""

    lang: Lang
    title: str
    subtitle: str
    made: str
    author: str
    link: str
    facts: Sequence[tuple[str, str]]
    answers: Sequence[str]
    heads: Sequence[str]
    groups: Sequence[Group]
    warning: str
    notes: Sequence[str]
    shapes: Sequence[Shape]
    size: tuple[float, float]
    words: Mapping[str, str]
