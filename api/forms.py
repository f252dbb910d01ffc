"""Care for forms without an account: senders counted but not known, a trap for programs, the time of filling in."""

import hashlib
import hmac
import time

from flask import current_app, request

from config.limits import FORM_LEAST_SECONDS, FORM_MOST_HOURS

# Forms that bring a picture along: what is sent may be larger than elsewhere.
PICTURES = frozenset({"/feedback/mark", "/feedback/picture", "/inclusion/report"})
PICTURE = "picture"
# A field that people do not see; only programs fill it in.
TRAP = "website"
BEGAN = "began"
HOUR_SECONDS = 3_600


def _digest(text: str) -> str:
    key = str(current_app.secret_key).encode()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()[:32]


def sender(form: str) -> str:
    """Keyed digest of where a request comes from: enough to count by form, not enough to know who it was."""
    return _digest(f"{form}|{request.remote_addr or ''}")


def stamp(now: float | None = None) -> str:
    """Signed moment (seconds since 1970) at which a form was drawn, for its hidden field `began`."""
    began = str(int(time.time() if now is None else now))
    return f"{began}.{_digest(f'began|{began}')}"


def in_time(sent: str, now: float | None = None) -> bool:
    """Whether a form was drawn by us, not just now and not a day ago."""
    began, _, signature = sent.partition(".")
    if not began.isascii() or not began.isdigit() or not hmac.compare_digest(signature, _digest(f"began|{began}")):
        return False
    passed = (time.time() if now is None else now) - int(began)
    return FORM_LEAST_SECONDS <= passed <= FORM_MOST_HOURS * HOUR_SECONDS


def trapped() -> bool:
    """Whether the hidden field of the form came filled in."""
    return bool(request.form.get(TRAP))


def picture() -> bytes | None:
    """The file that the form brought, or None for none; its name is of no use to anybody and is not read further."""
    sent = request.files.get(PICTURE)
    if sent is None:
        return None
    # A big one waits in a file of its own, which is given up at once.
    with sent.stream as stream:
        body = stream.read()
    return body if body or sent.filename else None
