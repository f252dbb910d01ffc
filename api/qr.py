"""Door of QR codes: an address of this program as a picture for the camera of a phone."""

from io import BytesIO

import segno
from flask import Flask, Response, request

from api.errors import api_error

MAX_CHARS = 2_000
SCALE, BORDER = 4, 4


def register(server: Flask) -> None:
    """Add the door."""
    server.add_url_rule("/api/qr.svg", view_func=qr)


def qr() -> Response:
    """Code of the page `to` (a path of this program with its query) as SVG; anything else is answered with 400."""
    path = request.args.get("to", "")
    if not path.startswith("/") or path.startswith(("//", "/\\")) or len(path) > MAX_CHARS or not path.isprintable():
        return api_error(400, "bad_to")
    picture = BytesIO()
    code = segno.make(request.host_url.rstrip("/") + path, error="l", micro=False)
    code.save(picture, kind="svg", scale=SCALE, border=BORDER, light="#ffffff", dark="#101418")
    return Response(picture.getvalue(), mimetype="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})
