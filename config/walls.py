"""Walls as records: a playlist of scenes in an order, each with its time on the screen and whom it is for."""

from typing import Literal

from pydantic import Field, model_validator

from config.i18n import Lang
from config.limits import WALL_CODES, WALL_SCENE_SECONDS, WALL_SCENES, WALL_TEXT_CHARS
from config.policy import Sensitivity, Thing
from config.records import Code, Record, Words

SceneKind = Literal["figures", "chart", "districts", "map", "attention", "outages", "works", "text"]
LEAST_SECONDS, MOST_SECONDS = WALL_SCENE_SECONDS
# What a scene of a kind takes from `codes`: indicators, layers, or nothing.
TAKES: dict[SceneKind, Literal["indicators", "layers", "nothing"]] = {
    "figures": "indicators", "chart": "indicators", "districts": "indicators", "map": "layers", "attention": "nothing",
    "outages": "nothing", "works": "nothing", "text": "nothing",
}  # fmt: skip
MOST_CODES: dict[SceneKind, int] = {"figures": WALL_CODES, "chart": 1, "districts": 1, "map": 4}
# Whoever may edit it turns all walls to one scene; whoever may administer it keeps playlists and keys.
WALLS = Thing("wall")


class SceneRecord(Record):
    """One scene: what it shows (`codes` of indicators or layers, or `texts`), for how long, and whom it is for."""

    id: Code
    kind: SceneKind
    seconds: int = Field(default=20, ge=LEAST_SECONDS, le=MOST_SECONDS)
    enabled: bool = True
    sensitivity: Sensitivity = Sensitivity.PUBLIC
    codes: tuple[Code, ...] = ()
    titles: Words | None = None
    texts: Words | None = None

    @model_validator(mode="after")
    def _has_what_it_shows(self) -> "SceneRecord":
        wanted = TAKES[self.kind] != "nothing"
        if wanted != bool(self.codes) or len(self.codes) > MOST_CODES.get(self.kind, 0):
            raise ValueError("codes")
        if (self.kind == "text") != (self.texts is not None):
            raise ValueError("texts")
        texts = [*self.texts.model_dump().values()] if self.texts else []
        if any(len(text) > WALL_TEXT_CHARS for text in texts):
            raise ValueError("texts")
        return self


class WallRecord(Record):
    """A wall: its names, the languages it takes turns in, and its scenes in order."""

    id: Code
    names: Words
    langs: tuple[Lang, ...] = Field(default=("ru",), min_length=1)
    scenes: tuple[SceneRecord, ...] = Field(default=(), max_length=WALL_SCENES)

    @model_validator(mode="after")
    def _once_each(self) -> "WallRecord":
        for found in ([scene.id for scene in self.scenes], self.langs):
            if len(found) != len(set(found)):
                raise ValueError("twice")
        return self
