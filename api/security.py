"""Security headers of every answer, and the guard of unsafe methods."""

from flask import Flask, Response, request

from config.limits import BODY_BYTES

PERMISSIONS = ("accelerometer", "camera", "gyroscope", "magnetometer", "microphone", "payment", "usb")


# Documents that other sites may show in a frame: they hold open data only and no button that changes anything.
FRAMEABLE = "/embed/"


def policy(script_hashes: list[str], ancestors: str = "'self'") -> str:
    """Content security policy with the hashes of the program's inline scripts and who may show it in a frame.

    Styles may be inline because Dash, Plotly and the map set style attributes on elements; scripts may not.
    """
    parts = {
        "default-src": "'self'", "script-src": " ".join(["'self'", *script_hashes]),
        "style-src": "'self' 'unsafe-inline'", "img-src": "'self' data: blob:", "font-src": "'self' data:",
        "connect-src": "'self'", "worker-src": "'self' blob:", "frame-ancestors": ancestors, "base-uri": "'none'",
        "form-action": "'self'", "object-src": "'none'",
    }  # fmt: skip
    return "; ".join(f"{name} {value}" for name, value in parts.items())


def install(server: Flask, script_hashes: list[str]) -> None:
    """Put the headers on every answer and bound the size of what is sent to us."""
    server.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    headers = {
        "Content-Security-Policy": policy(script_hashes),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "SAMEORIGIN",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join([*(f"{name}=()" for name in PERMISSIONS), "geolocation=(self)"]),
        "Cross-Origin-Opener-Policy": "same-origin",
    }

    framed = {name: value for name, value in headers.items() if name != "X-Frame-Options"}
    framed["Content-Security-Policy"] = policy([], "*")

    @server.after_request
    def _headers(response: Response) -> Response:
        for name, value in (framed if request.path.startswith(FRAMEABLE) else headers).items():
            response.headers.setdefault(name, value)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        response.headers.setdefault("Cache-Control", "no-store" if request.method != "GET" else "private, no-cache")
        return response
