"""Places of a line as a short text for addresses: differences in units of 0.00001 degrees, five bits a sign."""

from collections.abc import Iterable

DIGITS = 5
_STEP, _FIRST, _LAST = 32, 63, 126


def encode(points: Iterable[tuple[float, float]]) -> str:
    """Text of longitudes and latitudes in degrees; in the text each latitude comes first, as is common."""
    text: list[str] = []
    before = (0, 0)
    for lon, lat in points:
        now = (round(lat * 10**DIGITS), round(lon * 10**DIGITS))
        text += [_number(new - old) for new, old in zip(now, before, strict=True)]
        before = now
    return "".join(text)


def _number(value: int) -> str:
    bits = ~(value << 1) if value < 0 else value << 1
    signs = []
    while bits >= _STEP:
        signs.append(chr((bits % _STEP | _STEP) + _FIRST))
        bits //= _STEP
    return "".join([*signs, chr(bits + _FIRST)])


def decode(text: str, most: int) -> list[tuple[float, float]]:
    """Longitudes and latitudes of a text, at most that many. Raises ValueError for anything that is none."""
    numbers: list[int] = []
    bits = shift = 0
    for sign in text:
        part = ord(sign) - _FIRST
        if not 0 <= part <= _LAST - _FIRST or shift > 30:
            raise ValueError("sign")
        bits |= part % _STEP << shift
        shift += 5
        if part < _STEP:
            numbers.append(~(bits >> 1) if bits & 1 else bits >> 1)
            bits = shift = 0
        if len(numbers) > 2 * most:
            raise ValueError("long")
    if shift or len(numbers) % 2:
        raise ValueError("end")
    found, lat, lon = [], 0, 0
    for north, east in zip(numbers[::2], numbers[1::2], strict=True):
        lat, lon = lat + north, lon + east
        found.append((lon / 10**DIGITS, lat / 10**DIGITS))
    return found
