"""The document of a wall: a frame that a small script fills, without Dash, in words of the wall's languages."""

import json
from collections.abc import Sequence
from html import escape

from config import i18n
from config.limits import WALL_PULSE_SECONDS
from config.walls import WallRecord

# Words that the script says by itself: about the connection and the age of what is shown.
WORDS = ("data_at", "no_link", "no_link_min", "no_link_h", "waiting", "none", "none_hint", "paused",
         "keys", "late")  # fmt: skip

_FRAME = """<!DOCTYPE html>
<html lang="{lang}" data-bs-theme="dark">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>{title}</title>
{css}
<script src="{script}" defer></script>
</head>
<body class="wall-body">
<main class="wall" id="wall" data-boot="{boot}">
<header class="w-head"><h1 id="w-title">{title}</h1><p class="w-where" id="w-where">{title}</p>
<p class="w-clock"><span id="w-time"></span><span id="w-day"></span></p></header>
<p class="w-banner" id="w-banner" role="status" hidden></p>
<section class="w-stage" id="w-stage" aria-labelledby="w-title"><p class="w-empty">{waiting}</p></section>
<footer class="w-foot"><p id="w-age"></p><p id="w-hint"></p>
<ol id="w-dots" class="w-dots" aria-hidden="true"></ol></footer>
</main>
<noscript><p>{noscript}</p></noscript>
</body>
</html>"""


def words(langs: Sequence[i18n.Lang]) -> dict[str, dict[str, str]]:
    """What the script says, by language."""
    return {lang: {name: i18n.t(lang, f"wall.say.{name}") for name in WORDS} for lang in langs}


def document(wall: WallRecord, langs: Sequence[i18n.Lang], program: str, styles: Sequence[str], script: str) -> str:
    """The document of a wall for its languages, the same for every reader; `program` marks the running version."""
    boot = {
        "wall": wall.id, "langs": list(langs), "program": program,
        "words": words(langs), "pulse": WALL_PULSE_SECONDS * 1000, "names": {lang: wall.names[lang] for lang in langs},
    }  # fmt: skip
    css = "\n".join(f'<link rel="stylesheet" href="{escape(address)}">' for address in styles)
    return _FRAME.format(
        lang=langs[0], title=escape(wall.names[langs[0]]), css=css, script=escape(script),
        boot=escape(json.dumps(boot, ensure_ascii=False)), waiting=escape(i18n.t(langs[0], "wall.say.waiting")),
        noscript=escape(i18n.t(langs[0], "shell.noscript")),
    )  # fmt: skip
