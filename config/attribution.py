"""Who must be named beside data, in the reader's language where the data are made up."""

from collections.abc import Iterable

from config import i18n
from config.city import Source

SYNTHETIC = "synthetic"


def attribution(source: Source, lang: i18n.Lang) -> str:
    """The line of a source as its licence wants it, in a language where the owner has one; of synthetic data, that.

    Made-up data on somebody's geometry have a `credit` that names both.
    """
    if source.credit:
        return source.credit[lang]
    return i18n.t(lang, "citymap.synthetic") if source.origin == SYNTHETIC else source.attribution


def attributions(sources: Iterable[Source], lang: i18n.Lang) -> list[str]:
    """The lines of sources, each once; a name inside a longer one is said by that one."""
    found = list(dict.fromkeys(attribution(source, lang) for source in sources))
    return [text for text in found if not any(text != other and text in other for other in found)]
