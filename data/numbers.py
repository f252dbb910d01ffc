"""Numbers as people write them: gaps, comma or point, sign, percent, thousands; what can be read two ways is told."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Way = Literal["fraction", "thousands"]
WAYS: tuple[Way, ...] = ("fraction", "thousands")
SIGNS: dict[str, str] = {"comma": ",", "point": "."}
# Words behind a number with what they multiply it by.
TIMES: dict[str, float] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["times"]
_GAPS = re.compile(r"(?<=[0-9])[ \u00a0\u2009\u202f'\u2019](?=[0-9]{3}(?:[^0-9]|$))")
_SHAPE = re.compile(r"([-+\u2212\u2013]?)[ \u00a0]?([0-9.,]{1,60})\s*(%|[^\W\d_]{1,20}\.?)?")
_PLAIN = re.compile(r"[0-9]*\.?[0-9]+")
_TWO_WAYS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
_GROUPS = {sign: re.compile(rf"[1-9][0-9]{{0,2}}(?:[{sign}][0-9]{{3}})+") for sign in ",."}


@dataclass(frozen=True)
class Written:
    """A number as it was written: in digits with a decimal point, and what stood behind it.

    `thousands` is set where a lone comma or point stands before exactly three digits: the same digits without it.
    `percent` says that a sign of percent stood behind, `times` what a word behind multiplies by.
    """

    digits: str
    thousands: str = ""
    percent: bool = False
    times: float = 1.0

    @property
    def value(self) -> float:
        """The number, without its percent sign or word; the lone sign taken for that of a fraction."""
        return float(self.digits)

    @property
    def full(self) -> float:
        """The number written out, its word multiplied in."""
        return round(self.value * self.times, 6)

    def read(self, way: Way) -> float:
        """The number in one of its two ways."""
        return float(self.thousands if way == "thousands" and self.thousands else self.digits)


def read(text: str, decimal: Literal["comma", "point"] | None = None) -> Written | None:
    """A text as a number, or None where it is none. With `decimal` the sign of fractions is known beforehand.

    Signs between thousands have to stand between groups of three; two kinds of sign, or one more than once, say
    themselves which is which.
    """
    plain = text.strip()
    packed = _GAPS.sub("", plain)
    found = _SHAPE.fullmatch(packed)
    if found is None:
        return None
    sign, body, behind = found.groups()
    pair = _digits(body, SIGNS[decimal] if decimal else "", gaps=packed != plain)
    times = TIMES.get((behind or "").casefold().rstrip("."), 0.0) if behind and behind != "%" else 1.0
    if pair is None or not times:
        return None
    minus = "-" if sign and sign != "+" else ""
    digits, thousands = pair
    return Written(minus + digits, minus + thousands if thousands else "", behind == "%", times)


def _digits(body: str, decimal: str, *, gaps: bool) -> tuple[str, str] | None:
    """Digits with a decimal point, and those of the second way where there is one."""
    signs = [sign for sign in body if sign in ",."]
    if not signs:
        return body, ""
    last = signs[-1]
    alone = len(signs) == 1
    if decimal:
        fraction = last == decimal and signs.count(last) == 1
    else:
        fraction = alone or (len(set(signs)) > 1 and signs.count(last) == 1)
    head, tail = body.rsplit(last, 1) if fraction else (body, "")
    between = {sign for sign in head if sign in ",."}
    if between and (gaps or len(between) > 1 or not _GROUPS[between.pop()].fullmatch(head)):
        return None
    digits = re.sub("[.,]", "", head) + (f".{tail}" if fraction else "")
    if not _PLAIN.fullmatch(digits):
        return None
    doubtful = alone and not decimal and not gaps and _TWO_WAYS.fullmatch(body)
    return digits, digits.replace(".", "") if doubtful else ""


def doubtful(texts: Iterable[str]) -> str | None:
    """Of a column the first text that can be read two ways, where no other text of it shows the sign of fractions."""
    first: dict[str, str] = {}
    sure: set[str] = set()
    for text in texts:
        found = read(text)
        sign = "," if found is not None and "," in text else "."
        if found is not None and found.thousands:
            first.setdefault(sign, text.strip())
        elif found is not None and "." in found.digits:
            sure.add(max(",.", key=text.rfind))
    return next((text for sign, text in first.items() if sign not in sure), None)
