"""Failures that people read: what is raised carries the key of a sentence in the locales, never the sentence."""


class SpokenError(Exception):
    """Something failed and is told to people; `key` names the sentence in the locales, `values` its places."""

    def __init__(self, key: str, **values: object) -> None:
        """Remember the sentence's key and values."""
        super().__init__(f"{key} {values}" if values else key)
        self.key = key
        self.values = values
