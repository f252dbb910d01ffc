"""What a text tells about a person that must not be shown: a phone number, a mail address, a number of identity."""

import re

# Nine digits and more, however they are divided: a phone number, a number of identity, a card.
LONG_NUMBER = re.compile(r"\d(?:[\s().+-]*\d){8,}")
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.\w{2,}")
HANDLE = re.compile(r"(?:^|\s)@\w{3,}|t\.me/|wa\.me/|instagram\.com/", re.IGNORECASE)


def tells_private(text: str) -> bool:
    """Whether a text has a number or an address by which somebody can be found."""
    return any(pattern.search(text) for pattern in (LONG_NUMBER, MAIL, HANDLE))
