"""The record of a module page: its question, layers, filters, answers, figures and parts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from dash.development.base_component import Component

from components.basics import Child
from components.cards import Figure
from components.context import Context
from components.module.ask import Ask, Wanted, read_ask

Tone = Literal["", "good", "bad", "unknown"]


@dataclass(frozen=True)
class Answer:
    """A question of the leadership with its answer in one sentence, where to read on, and how it stands."""

    question: str
    sentence: Child
    href: str = ""
    tone: Tone = ""


@dataclass(frozen=True)
class Part:
    """One section of the page; words under `<page>.<key>.title` (and `.note` if there). None leaves the section out."""

    key: str
    draw: Callable[[Context, Ask], Component | None]
    wide: bool = False


@dataclass(frozen=True)
class Screen:
    """A module page; words `page.<key>.title`, `page.<key>.menu`; the question is that of the module's record.

    `layers` are those of its map, the lower ones first, `shown` those on at first, `main` the layer of the twin list
    and of all filters: `choices` names its filter fields, with `period` its time. `extras` are further parameters that
    the page keeps in its address. `along` names further layers of the map with the fields by which they are narrowed
    too; `of_path` names parts of the path that choose a value of a field of the main layer.
    """

    module: str
    key: str
    path: str
    layers: tuple[str, ...]
    shown: tuple[str, ...]
    main: str
    choices: tuple[str, ...]
    period: bool
    answers: Callable[[Context, Ask], Sequence[Answer]]
    figures: Callable[[Context, Ask], Sequence[Figure]]
    parts: tuple[Part, ...]
    extras: tuple[str, ...] = ()
    along: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    of_path: Mapping[str, str] = field(default_factory=dict)

    def wanted(self) -> Wanted:
        """What the address may ask for."""
        return Wanted(self.main, self.choices, self.period, self.extras, self.layers)

    def ask(self, ctx: Context, parts: Mapping[str, str] | None = None) -> Ask:
        """What the address of a context asks for; `parts` of its path stand in `extra` too."""
        found = read_ask(ctx, self.wanted(), ctx.query)
        given = parts or {}
        extra = {**found.extra, **given}
        choices = {**found.choices, **{name: (given[at],) for at, name in self.of_path.items() if at in given}}
        return Ask(found.district, choices, found.since, found.until, extra, found.layers, found.dropped)
