"""Card of a place of a layer from elsewhere: what its owner says of it, as plain text, from whom and of when."""

from collections.abc import Mapping
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.basics import heading, icon, outside
from components.context import Context
from components.map_remote import remote_of, silent_words
from config.i18n import LANGS, NO_DATA, t
from config.remote import RemoteRecord
from data.fetching.faults import FetchError
from data.loading.report import say
from data.remote.places import Place, Told, look
from data.remote.service import UnknownRemoteError

PREFIX = "remote:"


def is_remote(selected: Mapping[str, Any]) -> bool:
    """Whether a selected place belongs to a layer from elsewhere."""
    return str(selected.get("layer", "")).startswith(PREFIX)


def remote_card(ctx: Context, selected: Mapping[str, Any]) -> Component:
    """The card; a layer that is not there for this person looks like an object that has gone."""
    try:
        record = remote_of().record(str(selected.get("layer", "")).removeprefix(PREFIX), ctx.user)
        place = Place(*(float(selected.get(name, "nan")) for name in ("lon", "lat", "zoom")))
    except (UnknownRemoteError, TypeError, ValueError):
        return _gone(ctx)
    if not place.sound:
        return _gone(ctx)
    try:
        told, fault = look(remote_of(), record, place), ""
    except FetchError as error:
        told, fault = Told(at=remote_of().state(record).good_at), say(ctx.lang, error.message())
    return _card(ctx, record, told, fault)


def _gone(ctx: Context) -> Component:
    return html.P([icon("eye-slash"), ctx.t("map.card_gone")], className="card-closed")


def _card(ctx: Context, record: RemoteRecord, told: Told, fault: str) -> Component:
    title = ctx.words(record.names)
    kind = html.P(ctx.t("remote.group"), className="card-layer")
    parts: list[Component] = [html.Header([kind, heading(title, 2, className="card-title")])]
    silent = silent_words(ctx, remote_of().state(record))
    warning = silent or (ctx.t("remote.not_told", reason=fault) if fault else "")
    if warning:
        parts.append(html.P([icon("exclamation-triangle"), warning], className="card-closed", role="status"))
    parts += [_object(ctx, own, number) for number, own in enumerate(told.objects)]
    if told.text:
        parts.append(html.Pre(told.text, className="remote-told"))
    if not (told.objects or told.text or warning):
        parts.append(html.P(ctx.t("remote.nothing_here"), className="muted", role="status"))
    return html.Article([*parts, _origin(ctx, record, told)], className="object-card remote-card")


def _object(ctx: Context, own: Mapping[str, Any], number: int) -> Component:
    """Attributes of one object under the names that its owner gave them."""
    names = {name for lang in LANGS for name in t(lang, "remote.name_fields").split(", ")}
    named = next((str(value) for name, value in own.items() if name.casefold() in names and value), "")
    title = named or ctx.t("remote.object", number=ctx.number(number + 1))
    rows = [
        html.Div([html.Dt(name), html.Dd(_value(ctx, value), className="none" if value in (None, "") else None)])
        for name, value in own.items()
    ]
    return html.Section([heading(title, 3), html.Dl(rows, className="card-facts")], className="remote-object")


def _value(ctx: Context, value: object) -> str:
    """A value as text: a number in the signs of the language, a dash for none."""
    if value is None or value == "":
        return NO_DATA
    if isinstance(value, bool):
        return ctx.t(f"remote.{str(value).lower()}")
    return ctx.number(value) if isinstance(value, float) else str(value)


def _origin(ctx: Context, record: RemoteRecord, told: Told) -> Component:
    """Owner, licence, kind and the time of the state that is shown."""
    licence = outside(record.licence, record.licence_url) if record.licence_url else record.licence
    owner: list[str | Component] = [record.attribution, *([" · ", licence] if record.licence else [])]
    at = ctx.moment(told.at)
    state = ctx.t("remote.last_state" if told.stale else "remote.state", date=at)
    return html.Section(
        [heading(ctx.t("card.origin"), 3), html.P(owner, className="muted"),
         html.P(ctx.t(f"remote.kind.{record.kind}")), html.P(state), html.P(ctx.t("remote.note"), className="muted")],
        className="card-origin",
    )  # fmt: skip
