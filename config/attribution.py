"""Who must be named beside data, in the reader's language where the data are made up."""

from config import i18n
from config.city import Source

SYNTHETIC = "synthetic"


def attribution(source: Source, lang: i18n.Lang) -> str:
    """The line of a source as its licence wants it; of synthetic data, that they are such, in a language."""
    return i18n.t(lang, "citymap.synthetic") if source.origin == SYNTHETIC else source.attribution
