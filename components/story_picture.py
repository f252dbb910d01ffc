"""Drawn pictures of made-up works before and after: a street or a yard as SVG, with a mark that no one can overlook."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal

from dash import html
from dash.development.base_component import Component

from components.context import Context
from data.queries.objects import CityObject

Which = Literal["before", "after"]
WHICH: tuple[Which, ...] = ("before", "after")
FIELDS: dict[Which, str] = {"before": "photo_before_at", "after": "photo_after_at"}
WIDTH, HEIGHT = 480, 300
GROUND = 190
SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Scene:
    """What is drawn: the words of the mark, the day, before or after, and numbers from 0 to 255 that vary it."""

    words: str
    day: str
    which: Which
    dice: bytes


def _rect(x: float, y: float, width: float, height: float, fill: str) -> str:
    return f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" fill="{fill}"/>'


def _houses(dice: bytes) -> list[str]:
    parts, x = [], 0.0
    for no in range(5):
        width, height = 70 + dice[no] % 50, 60 + dice[no + 5] % 70
        parts.append(_rect(x, GROUND - height, width, height, ("#c9c2b8", "#b9c0c8", "#d0c8bd")[dice[no] % 3]))
        parts += [_rect(x + 10 + 22 * column, GROUND - height + 12 + 26 * row, 12, 14, "#8ea2b5")
                  for column in range(int(width // 24)) for row in range(int(height // 30))]  # fmt: skip
        x += width + 6
    return parts


def _trees(dice: bytes, after: bool) -> list[str]:
    parts = []
    for no in range(6 if after else 2):
        x = 36 + no * 82 + dice[10 + no] % 20
        parts.append(_rect(x - 3, GROUND - 6, 6, 26, "#7a5a3c"))
        parts.append(f'<circle cx="{x}" cy="{GROUND - 18}" r="{16 + dice[no] % 8}" fill="#5d9a5a"/>')
    return parts


def _road(dice: bytes, after: bool) -> list[str]:
    parts = [_rect(0, GROUND + 22, WIDTH, 88, "#5b6066" if after else "#8b8780")]
    if after:
        parts += [_rect(14 + 70 * no, GROUND + 62, 38, 5, "#f4f1e6") for no in range(7)]
        parts += [f'<path d="M{90 + 150 * no} {GROUND + 22}v-74h16" stroke="#3c4650" stroke-width="4" fill="none"/>'
                  f'<circle cx="{108 + 150 * no}" cy="{GROUND - 50}" r="6" fill="#f6d977"/>'
                  for no in range(3)]  # fmt: skip
        return parts
    for no in range(7):
        x, y = 20 + no * 66 + dice[no] % 30, GROUND + 34 + dice[no + 8] % 56
        parts.append(f'<ellipse cx="{x}" cy="{y}" rx="{12 + dice[no] % 16}" ry="{4 + dice[no] % 5}" fill="#55524c"/>')
    return parts


def draw(scene: Scene) -> str:
    """The picture as SVG with the words of its mark across the lower edge."""
    after = scene.which == "after"
    sky = "#cfe3f3" if after else "#d9dbdc"
    parts = [_rect(0, 0, WIDTH, HEIGHT, sky), *_houses(scene.dice), _rect(0, GROUND, WIDTH, 24, "#a9b38f"),
             *_road(scene.dice, after), *_trees(scene.dice, after)]  # fmt: skip
    font = 'font-family="Noto Sans, sans-serif" font-size="17" fill="#ffffff"'
    mark = (
        f'<rect y="{HEIGHT - 40}" width="{WIDTH}" height="40" fill="#3a1f5c"/>'
        f'<text x="14" y="{HEIGHT - 14}" {font}>{escape(scene.words)}</text>'
        f'<text x="{WIDTH - 14}" y="{HEIGHT - 14}" text-anchor="end" {font}>{escape(scene.day)}</text>'
    )
    size = f'width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}{mark}</svg>'


def dice_of(public_id: str) -> bytes:
    """Numbers that vary the picture of an object; both pictures of one object share them."""
    return hashlib.blake2b(public_id.encode(), digest_size=32).digest()


def taken_on(found: CityObject, which: Which) -> date | None:
    """Day of a drawn picture of a made-up object; None when there is none, and for every real object."""
    day = found.row.get(FIELDS[which])
    return day if found.row["origin"] == SYNTHETIC and isinstance(day, date) else None


def address(public_id: str, which: Which, lang: str) -> str:
    """Address of a picture."""
    return f"/api/pictures/{public_id}/{which}.svg?lang={lang}"


def picture(ctx: Context, public_id: str, which: Which, day: Any) -> Component:
    """One drawn picture with its caption."""
    words = ctx.t(f"picture.{which}", date=ctx.date(day))
    image = html.Img(src=address(public_id, which, ctx.lang), alt=f"{words}. {ctx.t('picture.mark')}", width=WIDTH,
                     height=HEIGHT)  # fmt: skip
    return html.Figure([image, html.Figcaption(words)], className="story-picture")


def drawn(ctx: Context, public_id: str, row: Mapping[str, Any]) -> list[Component]:
    """Drawn pictures of a made-up row, before and after; none of a real one."""
    if row["origin"] != SYNTHETIC:
        return []
    days = ((which, row.get(FIELDS[which])) for which in WHICH)
    return [picture(ctx, public_id, which, day) for which, day in days if isinstance(day, date)]
