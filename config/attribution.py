"""Who must be named beside data, in the reader's language where the data are made up."""

from collections.abc import Iterable

from config import i18n
from config.city import Source

SYNTHETIC = "synthetic"


def attribution(source: Source, lang: i18n.Lang) -> str:
    """The line of a source as its licence wants it, in a language where the owner has one; of synthetic data, that."""
    if source.origin == SYNTHETIC:
        return i18n.t(lang, "citymap.synthetic")
    return source.credit[lang] if source.credit else source.attribution


def attributions(sources: Iterable[Source], lang: i18n.Lang) -> list[str]:
    """The lines of sources, each once; a name inside a longer one is said by that one."""
    found = list(dict.fromkeys(attribution(source, lang) for source in sources))
    return [text for text in found if not any(text != other and text in other for other in found)]
