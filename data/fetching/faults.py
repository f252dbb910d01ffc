"""What can go wrong while something is fetched, as keys of sentences in the locales."""

from data.loading.report import write_message


class FetchError(Exception):
    """Something could not be fetched; `key` names the sentence in the locales, `values` its places.

    `again` says that another try may help. No address with a secret ever stands in `values`.
    """

    def __init__(self, key: str, *, again: bool = False, **values: object) -> None:
        """Remember the sentence's key and values."""
        super().__init__(f"{key} {values}")
        self.key, self.again, self.values = key, again, values

    def message(self) -> str:
        """The fault as it is kept in the store."""
        return write_message(self.key, **self.values)
