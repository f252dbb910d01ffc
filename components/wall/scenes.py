"""One scene or one whole wall for a reader, as the script of the wall takes it."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from components.context import Context
from components.wall import chart, events, figures, places
from components.wall.markup import tag
from components.wall.parts import Drawn
from config.policy import Action, Thing
from config.walls import SceneKind, SceneRecord, WallRecord
from data.wall_alarms import Alarm

DRAW: Mapping[SceneKind, Callable[[Context, Connection, SceneRecord], Drawn]] = {
    "figures": figures.draw, "chart": chart.draw, "districts": places.draw_districts, "map": places.draw_map,
    "attention": events.draw_attention, "outages": events.draw_outages, "works": events.draw_works,
    "text": events.draw_text,
}  # fmt: skip


def seen(ctx: Context, scene: SceneRecord) -> bool:
    """Whether the reader may see a scene."""
    return ctx.may(Action.VIEW, Thing("scene", scene.sensitivity))


def scenes_of(ctx: Context, wall: WallRecord) -> list[SceneRecord]:
    """Scenes of a wall that are on and that the reader may see, in order."""
    return [scene for scene in wall.scenes if scene.enabled and seen(ctx, scene)]


def drawn(ctx: Context, conn: Connection, scene: SceneRecord) -> dict[str, Any]:
    """A scene as JSON: id, kind, seconds, title, markup, and when its data fall due."""
    found = DRAW[scene.kind](ctx, conn, scene)
    return {
        "id": scene.id, "kind": scene.kind, "seconds": scene.seconds,
        "title": ctx.words(scene.titles) if scene.titles else found.title, "html": str(found.body),
        "due": [{"until": due.until.isoformat(), "words": due.words} for due in found.due],
    }  # fmt: skip


def alarm_of(ctx: Context, conn: Connection, alarm: Alarm, scene: SceneRecord | None) -> dict[str, Any]:
    """The scene of an emergency: its words, and the scene below them as far as the reader may see it."""
    shown = drawn(ctx, conn, scene) if scene is not None and seen(ctx, scene) else None
    words = tag("p", ctx.words(alarm.shown.texts), class_="w-announcement w-alarm-words")
    return {
        "id": f"alarm-{alarm.id}", "kind": "alarm", "seconds": 0,
        "title": ctx.t("wall.alarm_title"),
        "html": str(words) + (shown["html"] if shown else ""), "due": shown["due"] if shown else [],
    }  # fmt: skip
