"""The files of the project as the tests of the house see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("analysis", "api", "callbacks", "components", "config", "data", "layers", "pages", "reports", "tiles")
SCREENS = ("callbacks", "components", "pages")


@cache
def project_files() -> tuple[Path, ...]:
    """Files in git and new ones that git does not ignore, relative to the root."""
    done = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = sorted({Path(name) for name in done.stdout.decode("utf-8").split("\0") if name})
    return tuple(path for path in paths if (ROOT / path).is_file())


def with_suffix(*suffixes: str) -> list[Path]:
    """Files of the given kinds."""
    return [path for path in project_files() if path.suffix in suffixes]


def product_modules() -> list[Path]:
    """Python files that are not tests."""
    return [path for path in with_suffix(".py") if path.parts[0] != "tests"]


def read(path: Path) -> str:
    """Text of a file."""
    return (ROOT / path).read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a Python file."""
    return ast.parse(read(path), str(path))


def calls(path: Path) -> Iterator[ast.Call]:
    """All calls in a Python file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.Call))


def name_of(node: ast.expr) -> str:
    """Dotted name of what is called or read, as far as it is one."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}".removeprefix(".")
    return node.id if isinstance(node, ast.Name) else ""


def text_of(node: ast.AST | None) -> str | None:
    """Value of a string literal, else None."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
