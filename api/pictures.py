"""Door of the pictures before and after works: drawn for made-up objects only, and only what the caller may see."""

from typing import get_args

from flask import Flask, Response

from api.errors import hidden, lang
from api.layers import user
from components.context import store
from components.story_picture import Scene, Which, dice_of, draw, taken_on
from config import i18n
from data.queries.objects import get_object


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/pictures/<path:public_id>/<which>.svg", "story_picture", story_picture)


def story_picture(public_id: str, which: str) -> Response:
    """The picture of an object as SVG; the one 404 where there is none for the caller."""
    wanted: Which | None = next((one for one in get_args(Which) if one == which), None)
    if wanted is None:
        return hidden()
    held = store()
    with held.read() as conn:
        found = get_object(conn, held, public_id, user())
    day = taken_on(found, wanted) if found is not None else None
    if found is None or day is None:
        return hidden()
    scene = Scene(i18n.t(lang(), "picture.mark"), i18n.date(lang(), day), wanted, dice_of(found.public_id))
    reply = Response(draw(scene), mimetype="image/svg+xml")
    reply.headers["Cache-Control"] = "private, max-age=3600"
    return reply
