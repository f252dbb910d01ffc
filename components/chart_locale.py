"""Words, days, months and number signs of charts in the reader's language, in the shape Plotly asks for."""

from functools import lru_cache
from typing import Any

from babel import Locale

from config import i18n

_PREFIX = "plotly."
_SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
# Between thousands: a narrow space that does not break.
THIN_SPACE = "\u202f"


def separators(lang: i18n.Lang) -> tuple[str, str]:
    """Decimal sign and what stands between thousands."""
    return (".", ",") if lang == "en" else (",", THIN_SPACE)


@lru_cache(maxsize=len(i18n.LANGS))
def plotly_locale(lang: i18n.Lang) -> dict[str, Any]:
    """Localization of Plotly: `dictionary` from the locales, names of days and months from CLDR."""
    names = Locale.parse(lang)
    alone = names.months["stand-alone"], names.days["stand-alone"]
    decimal, thousands = separators(lang)
    return {
        "dictionary": {k.removeprefix(_PREFIX): v for k, v in i18n.words(lang).items() if k.startswith(_PREFIX)},
        "format": {
            "months": [alone[0]["wide"][month] for month in range(1, 13)],
            "shortMonths": [alone[0]["abbreviated"][month] for month in range(1, 13)],
            "days": [alone[1]["wide"][day] for day in _SUNDAY_FIRST],
            "shortDays": [alone[1]["abbreviated"][day] for day in _SUNDAY_FIRST],
            "periods": ["AM", "PM"] if lang == "en" else ["", ""],
            "decimal": decimal, "thousands": thousands,
            "date": "%m/%d/%Y" if lang == "en" else "%d.%m.%Y", "dateTime": "%d.%m.%Y %H:%M", "time": "%H:%M:%S",
            "year": "%Y", "month": "%b %Y", "dayMonth": "%-d %b", "dayMonthYear": "%-d %b %Y",
        },
    }  # fmt: skip
