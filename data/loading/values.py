"""Values as files write them turned into the types of the store: decimal commas, d.m.Y dates, yes and no."""

import math
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from config import i18n
from config.limits import TEXT_CHARS
from config.records import FieldType
from data import numbers

INT_MAX = 2**63 - 1
DASHES = frozenset({"-", "\u2013", "\u2014"})
_EXPONENT = re.compile(r"[-+]?[0-9]*[.,]?[0-9]+[eE][-+]?[0-9]+")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?)?")


class BadValueError(ValueError):
    """A value does not fit; the argument is the reason's key."""


def text(value: Any) -> str | None:
    """Text without outer blanks, whole numbers without a decimal point; a NUL character or too long a text is bad."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    out = value.strip() if isinstance(value, str) else _plain(value)
    if "\x00" in out:
        raise BadValueError("text_nul")
    if len(out) > TEXT_CHARS:
        raise BadValueError("text_long")
    return out or None


def _plain(value: Any) -> str:
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        value = value.date()
    return value.isoformat() if isinstance(value, date | datetime) else str(value)


def num(value: Any) -> float | None:
    """A finite number; a decimal comma and blanks between thousands are understood; a dash is no number.

    What `data.numbers` can read two ways is a fraction here: the mapping of a column says when it is not.
    """
    if isinstance(value, str):
        packed = _BLANKS.sub("", value)
        if packed in DASHES:
            return None
        value = _pointed(packed)
    if isinstance(value, bool):
        raise BadValueError("number")
    try:
        out = float(value)
    except (TypeError, ValueError, OverflowError):
        raise BadValueError("number") from None
    if not math.isfinite(out):
        raise BadValueError("number")
    return out


def _pointed(packed: str) -> str:
    """A number with a decimal point; what only a program writes (an exponent) stays. Raises BadValueError."""
    if "_" in packed:
        raise BadValueError("number")
    found = numbers.read(packed)
    if found is None:
        return packed.replace(",", ".") if _EXPONENT.fullmatch(packed) else packed
    if found.percent or found.times != 1:
        raise BadValueError("number")
    return found.digits


def whole(value: Any) -> int | None:
    """A whole number of 64 bits."""
    if isinstance(value, int) and not isinstance(value, bool):
        out: int | None = value
    elif isinstance(value, str) and value.strip().lstrip("+-").isdecimal():
        out = int(value)
    else:
        number = num(value)
        if number is not None and not number.is_integer():
            raise BadValueError("integer")
        out = None if number is None else int(number)
    if out is not None and abs(out) > INT_MAX:
        raise BadValueError("integer")
    return out


def day(value: Any) -> date | None:
    """A date: ISO (a time behind it is dropped) or d.m.Y."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    return read_moment(value).date()


def moment(value: Any, zone: str = "UTC") -> datetime | None:
    """A time in UTC without zone; a time without a zone is one of the city's clocks."""
    if isinstance(value, datetime):
        out = value
    elif isinstance(value, date):
        out = datetime(value.year, value.month, value.day)
    else:
        out = read_moment(value)
    if out.tzinfo is None:
        out = out.replace(tzinfo=ZoneInfo(zone))
    return out.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def read_moment(value: Any) -> datetime:
    """A time as its text gives it: ISO or d.m.Y, with its offset when it has one. Raises BadValueError."""
    if not isinstance(value, str):
        raise BadValueError("date")
    found = value.strip()
    dotted = _DOTTED.fullmatch(found)
    try:
        if dotted:
            d, m, y, hour, minute, second = (int(part or 0) for part in dotted.groups())
            return datetime(y, m, d, hour, minute, second)
        return datetime.fromisoformat(found.replace("/", "-"))
    except ValueError:
        raise BadValueError("date") from None


@lru_cache(maxsize=1)
def _yes_no() -> dict[str, bool]:
    words = {"true": True, "t": True, "1": True, "yes": True, "false": False, "f": False, "0": False, "no": False}
    for lang in i18n.LANGS:
        for flag in (True, False):
            words[i18n.t(lang, f"value.bool.{str(flag).lower()}").casefold()] = flag
    return words


def flag(value: Any) -> bool | None:
    """Yes or no, as 1 and 0, true and false, or in a word of one of the three languages."""
    if isinstance(value, bool):
        return value
    found = _yes_no().get((text(value) or "").casefold())
    if found is None:
        raise BadValueError("flag")
    return found


CONVERT: dict[FieldType, Callable[[Any], Any]] = {
    "text": text, "code": text, "int": whole, "num": num, "date": day, "time": moment, "bool": flag,
}  # fmt: skip
_UNPLAIN = frozenset("_, \u00a0\u202f")


def convert(values: list[Any], kind: FieldType, zone: str = "UTC") -> tuple[list[Any], dict[int, str]]:
    """Values of a column in a type of the store, and the reason by position for those that do not fit.

    A missing value, an empty text and NaN become None.
    """
    quick = _quick(values, kind)
    if quick is not None:
        return quick, {}
    rule: Callable[[Any], Any] = (lambda v: moment(v, zone)) if kind == "time" else CONVERT[kind]
    out: list[Any] = [None] * len(values)
    bad: dict[int, str] = {}
    known: dict[Any, Any] = {}
    for i, value in enumerate(values):
        if value is None or value == "" or value != value:  # noqa: PLR0124 -- NaN is no value
            continue
        seen = (type(value), value)
        if seen not in known:
            try:
                known[seen] = rule(value)
            except BadValueError as reason:
                bad[i] = str(reason)
                continue
        out[i] = known[seen]
    return out, bad


def _quick(values: list[Any], kind: FieldType) -> list[Any] | None:
    """The common case in one go: plain texts, plain numbers with a decimal point, flags; None for any other."""
    types = set(map(type, values))
    if types <= {type(None)} or (kind == "bool" and types <= {bool, type(None)}):
        return values
    if types == {str} and kind in ("text", "code"):
        return _quick_texts(values)
    if types == {str} and kind == "num":
        return _quick_numbers(values)
    return None


def _quick_texts(values: list[str]) -> list[str | None] | None:
    if max(map(len, values)) > TEXT_CHARS or "\x00" in "".join(values):
        return None
    return [value.strip() or None for value in values]


def _quick_numbers(values: list[str]) -> list[float] | None:
    if _UNPLAIN & set("".join(values)):
        return None
    try:
        numbers = list(map(float, values))
    except ValueError:
        return None
    return numbers if all(map(math.isfinite, numbers)) else None
