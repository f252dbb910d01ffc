"""Pictures of works before and after: those that people sent first, drawn ones only where a made-up row has none."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.badges import city_today, origin_badge
from components.basics import Child, attrs, icon
from components.context import Context
from components.map_words import row_title
from components.native import Native
from components.story_picture import SYNTHETIC, drawn
from config.limits import PICTURE_BYTES, PICTURE_SIDE, PICTURE_SMALL_SIDE, PICTURES_OF_OBJECT
from data import pictures
from data.moderation import may_decide
from data.pictures import FIRST_DAY, OFFICIAL, REPORT, WHICH, Picture, address
from data.queries.objects import CityObject

TYPES = "image/jpeg,image/png,image/webp"
MEGABYTE = 1_000_000


def limits() -> dict[str, int]:
    """Numbers that the words about pictures name."""
    return {"megabytes": PICTURE_BYTES // MEGABYTE, "side": PICTURE_SIDE, "most": PICTURES_OF_OBJECT}


def words_of(ctx: Context, one: Picture) -> str:
    """Caption: before, after or sent by a resident, and the day."""
    return ctx.t(f"picture.{one.which}", date=ctx.date(one.taken_on or ctx.local_day(one.at)))


def figure(ctx: Context, one: Picture, title: str, *, caption: bool = True, under: Child = None) -> Component:
    """A picture that opens large, with its day and origin unless they stand beside it.

    `title` names the object for those who do not see the picture.
    """
    ratio = PICTURE_SMALL_SIDE / max(one.width, one.height, PICTURE_SMALL_SIDE)
    image = html.Img(
        src=f"{address(one)}/small", srcSet=f"{address(one)}/small 1x, {address(one)} 2x",
        alt=ctx.t("picture.alt", what=words_of(ctx, one), title=title), width=round(one.width * ratio) or 1,
        height=round(one.height * ratio) or 1,
    )  # fmt: skip
    said = html.Figcaption([words_of(ctx, one), " ", origin_badge(ctx, one.origin)]) if caption else None
    parts = [html.A(image, href=address(one)), said, under]
    return html.Figure([part for part in parts if part is not None], className="story-picture real-picture")


def shown(ctx: Context, public_id: str, row: Mapping[str, Any], found: Sequence[Picture]) -> Component | None:
    """Pictures of an object side by side: those of officials, or else drawn ones of a made-up row; None without any."""
    real = [figure(ctx, one, row_title(ctx, row)) for one in found if one.origin == OFFICIAL]
    both = real or drawn(ctx, public_id, row)
    if not both:
        return None
    side = html.Div(both, className="story-pictures")
    return html.Div([side, _mixed(ctx)]) if real and row["origin"] == SYNTHETIC else side


def _mixed(ctx: Context) -> Component:
    """Why a made-up object with pictures that somebody took wears both marks."""
    return html.P([origin_badge(ctx, SYNTHETIC), " ", ctx.t("picture.mixed")], className="muted picture-mixed")


def pair(found: Sequence[Picture]) -> list[Picture]:
    """What a gallery shows of the pictures of one object: the first before and the last after."""
    before, after = ([one for one in found if one.which == which] for which in WHICH)
    return [*before[:1], *after[-1:]]


def of_card(ctx: Context, found: CityObject) -> list[Picture]:
    """All pictures that the card of an object shows, in their order."""
    with ctx.store.read() as conn:
        visible = pictures.is_last(conn, ctx.store, found)
        return pictures.of_objects(conn, [found.public_id]).get(found.public_id, []) if visible else []


def told(row: Mapping[str, Any], every: Sequence[Picture]) -> frozenset[str]:
    """Fields of a record that its pictures tell: the facts of the card leave them out.

    An address that an official file brought is told by no picture here and stays, with its day; so does another day of
    the file.
    """
    real, made_up = [one for one in every if one.origin == OFFICIAL], row["origin"] == SYNTHETIC
    names: set[str] = set()
    for which in WHICH:
        address_, day = f"photo_{which}", f"photo_{which}_at"
        if day not in row or row.get(address_):
            continue
        days = [one.taken_on for one in real if one.which == which]
        if days or (made_up and not real and row[day]):
            names.add(address_)
        if made_up or (days and row[day] in (None, *days)):
            names.add(day)
    return frozenset(names)


def of_object(ctx: Context, found: CityObject, every: Sequence[Picture]) -> Component | None:
    """Part of an object's card: its pictures, those of residents after those of officials; None without any."""
    parts = [shown(ctx, found.public_id, found.row, every)]
    # Those that came with a mark stand beside its words.
    reported = [one for one in every if one.about.startswith(pictures.of_report(""))]
    sent = [figure(ctx, one, row_title(ctx, found.row)) for one in reported]
    parts.append(html.Div(sent, className="story-pictures") if sent else None)
    kept = [part for part in parts if part is not None]
    return html.Div(kept) if kept else None


def chooser(ctx: Context, key: str, *, needed: bool = False) -> Component:
    """The field of a form that takes a picture: on a phone also from its camera."""
    given = {"type": "file", "name": "picture", "accept": TYPES, "className": "input input-file",
             "required": needed, "aria-describedby": f"{key}-hint"}  # fmt: skip
    label = ctx.t("picture.choose" if needed else "picture.choose_free")
    hint = html.Span(ctx.t("picture.hint" if needed else "picture.hint_free", **limits()), className="field-hint",
                     id=f"{key}-hint")  # fmt: skip
    return html.Div([html.Label(label, htmlFor=key), Native("input", given, id=key), hint], className="field")


def said(ctx: Context, key: str) -> Component | None:
    """What the last form with a picture came to, if that is about the picture."""
    good = key in ("added", "removed")
    if not good and key not in pictures.FAULTS:
        return None
    words = ctx.t(f"picture.done.{key}" if good else f"picture.fault.{key.removeprefix('picture_')}", **limits())
    symbol = "check-circle" if good else "exclamation-triangle"
    return html.P([icon(symbol), words], className="notice" if good else "notice notice-bad",
                  role="status" if good else "alert")  # fmt: skip


def hidden(name: str, value: str) -> Component:
    """A value that a form sends along."""
    return Native("input", {"type": "hidden", "name": name, "defaultValue": value})


def _back(ctx: Context, one: Picture, token: str) -> Component:
    words = ctx.t("picture.take_back")
    button = html.Button([icon("trash3"), words], type="submit", className="button button-quiet",
                         **attrs(aria_label=f"{words}: {words_of(ctx, one)}"))  # fmt: skip
    return html.Form([hidden("csrf_token", token), hidden("id", one.id), button], method="post",
                     action="/feedback/picture/back")  # fmt: skip


def _add(ctx: Context, found: CityObject, token: str) -> Component:
    today = city_today(ctx).isoformat()
    which = ctx.query.get("which", "")
    options = [(name, ctx.t(f"picture.which.{name}")) for name in WHICH]
    choice = {"name": "which", "className": "input", "defaultValue": which if which in WHICH else WHICH[0]}
    when = {"type": "date", "name": "day", "className": "input", "required": True, "min": FIRST_DAY.isoformat(),
            "max": today, "defaultValue": _given_day(ctx.query.get("day", ""))}  # fmt: skip
    return html.Form(
        [
            hidden("csrf_token", token), hidden("object", found.public_id), chooser(ctx, "picture-file", needed=True),
            html.Div([html.Label(ctx.t("picture.which_field"), htmlFor="picture-which"),
                      Native("select", choice, options, "picture-which")], className="field"),
            html.Div([html.Label(ctx.t("picture.day"), htmlFor="picture-day"), Native("input", when, id="picture-day")],
                     className="field"),
            html.Button([icon("images"), ctx.t("picture.add")], type="submit", className="button"),
        ],
        method="post", action="/feedback/picture", encType="multipart/form-data", className="say-form",
    )  # fmt: skip


def _given_day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def section(ctx: Context, found: CityObject, token: str) -> Component | None:
    """On the page of an object: the form to add a picture, and those that this reader may take back, if any."""
    adds = pictures.may_add(ctx.user, found)
    with ctx.store.read() as conn:
        every = pictures.of_objects(conn, [found.public_id]).get(found.public_id, [])
    theirs = [one for one in every if (may_decide(ctx.user) if one.which == REPORT else adds)]
    if not adds and not theirs:
        return None
    title = row_title(ctx, found.row)
    parts = [html.H2(ctx.t("picture.title"), id="pictures-title"), said(ctx, ctx.query.get("pictured", ""))]
    if theirs:
        cards = [figure(ctx, one, title, under=_back(ctx, one, token)) for one in theirs]
        parts.append(html.Div(cards, className="story-pictures own-pictures"))
    if adds:
        parts.append(_add(ctx, found, token))
    return html.Section([part for part in parts if part is not None], id="pictures", className="section card",
                        **attrs(aria_labelledby="pictures-title"))  # fmt: skip
