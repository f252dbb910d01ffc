"""The QR code that leads from a printed map, or a picture of one, back to the map itself."""

from io import BytesIO

import segno

CODE_CHARS = 1_200


def has_code(link: str) -> bool:
    """Whether a link is short enough for a code that a phone can read."""
    return 0 < len(link) <= CODE_CHARS


def code_picture(link: str, module: int) -> BytesIO:
    """PNG of the code, dark on white with its margin; `module` is the side of one square in pixels."""
    picture = BytesIO()
    segno.make(link, error="l", micro=False).save(picture, kind="png", scale=module, border=1)
    picture.seek(0)
    return picture
