"""What the address of an indicator's page asks for: view, look, territories, second indicator, scale, day, forecast."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlencode

Look = Literal["line", "bar", "table"]
Scale = Literal["own", "index"]
LOOKS: tuple[Look, ...] = get_args(Look)
SCALES: tuple[Scale, ...] = get_args(Scale)
# Lines beside the first one: as many as can still be told apart.
COMPARED_MAX = 8
CODE_CHARS = 100
PLACE_CHARS = 60
TEXT_CHARS = 1_000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True)
class Wish:
    """What is asked of the page, as it came: what makes no sense for the indicator is left out when it is drawn."""

    view: str = ""
    territory: str = ""
    breakdown: str = ""
    look: Look = "line"
    compared: tuple[str, ...] = ()
    second: str = ""
    scale: Scale = "own"
    day: date | None = None
    forecast: bool = False


def read_wish(query: Mapping[str, object]) -> Wish:
    """The wish of a query or of the switches of the page; nonsense asks for nothing."""
    look, scale = _text(query, "look"), _text(query, "scale")
    return Wish(
        view=_text(query, "view"), territory=_text(query, "territory"), breakdown=_text(query, "breakdown"),
        look=next((known for known in LOOKS if known == look), "line"), compared=_places(query.get("vs")),
        second=read_code(query.get("second")),
        scale=next((known for known in SCALES if known == scale), "own"),
        day=read_day(query.get("at")), forecast=query.get("forecast") in ("1", ["1"]),
    )  # fmt: skip


def read_code(value: object) -> str:
    """A code of an indicator as people give it: alone or at the end after a middle dot; empty for none."""
    text = value.rsplit("\u00b7", 1)[-1].strip() if isinstance(value, str) else ""
    return text if len(text) <= CODE_CHARS and _CODE.fullmatch(text) else ""


def read_day(value: object) -> date | None:
    """A day of the calendar as YYYY-MM-DD, else None."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _text(query: Mapping[str, object], name: str) -> str:
    value = query.get(name, "")
    return value[:TEXT_CHARS] if isinstance(value, str) else ""


def _places(value: object) -> tuple[str, ...]:
    """Territories beside the first one: a list, or a text with commas between them."""
    parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    found = [part.strip() for part in parts[: 4 * COMPARED_MAX] if isinstance(part, str)]
    return tuple(dict.fromkeys(part for part in found if part and len(part) <= PLACE_CHARS))[:COMPARED_MAX]


def address_of(code: str, wish: Wish) -> str:
    """Path and query that bring the same page again; what is usual is left out."""
    query = {
        "view": wish.view, "territory": wish.territory, "breakdown": wish.breakdown,
        "look": wish.look if wish.look != "line" else "", "vs": ",".join(wish.compared), "second": wish.second,
        "scale": wish.scale if wish.scale != "own" else "", "at": wish.day.isoformat() if wish.day else "",
        "forecast": "1" if wish.forecast else "",
    }  # fmt: skip
    kept = {name: value for name, value in query.items() if value}
    return f"/indicators/{code}" + (f"?{urlencode(kept)}" if kept else "")
