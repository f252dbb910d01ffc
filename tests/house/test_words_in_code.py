"""Words that people see live in locales, not in code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import SCREENS, calls, name_of, product_modules, read, text_of, with_suffix

CYRILLIC = re.compile(r"[\u0400-\u04ff]")
SEEN = {"alt", "aria-label", "children", "label", "placeholder", "title"}
LIBRARIES = ("dbc", "dcc", "html")
A_WORD = re.compile(r"(?:^|\s)[A-Z]?[a-z]{2,}[,.!?:…]?(?:\s|$)")


def strings(node: ast.AST) -> Iterator[str]:
    """Literals shown when the expression is: also inside lists, choices and composed strings."""
    value = text_of(node)
    if value is not None:
        yield value
    elif isinstance(node, ast.JoinedStr):
        for part in node.values:
            yield from strings(part)
    elif isinstance(node, ast.List | ast.Tuple):
        for item in node.elts:
            yield from strings(item)
    elif isinstance(node, ast.IfExp):
        yield from strings(node.body)
        yield from strings(node.orelse)


def shown(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every literal that a component shows."""
    for call in calls(path):
        values: list[ast.expr] = [item.value for item in call.keywords if item.arg in SEEN]
        if name_of(call.func).split(".")[0] in LIBRARIES and call.args:
            values.append(call.args[0])
        for value in values:
            yield from ((call.lineno, text) for text in strings(value))
    for node in ast.walk(ast.parse(read(path))):
        if isinstance(node, ast.Dict):
            for key, item in zip(node.keys, node.values, strict=True):
                if text_of(key) in SEEN:
                    yield from ((node.lineno, text) for text in strings(item))


def is_a_phrase(text: str) -> bool:
    return " " in text.strip() and bool(A_WORD.search(text))


def test_the_finder_of_phrases_finds_them() -> None:
    assert is_a_phrase("Show all layers")
    assert is_a_phrase("of the city")
    assert not is_a_phrase("map")
    assert not is_a_phrase("M 0 1 L 2 3")


def test_screens_show_no_words_of_their_own() -> None:
    found = [
        f"{path}:{line} {text!r}"
        for path in product_modules()
        if path.parts[0] in SCREENS
        for line, text in shown(path)
        if is_a_phrase(text)
    ]
    assert found == []


def test_no_cyrillic_in_code() -> None:
    files = [*product_modules(), *with_suffix(".js", ".mjs", ".css", ".sh")]
    found = [
        f"{path}:{number}"
        for path in files
        if path.parts[0] != "tests"
        for number, line in enumerate(read(path).splitlines(), start=1)
        if CYRILLIC.search(line)
    ]
    assert found == []
