"""Files and functions stay small enough to be read at once."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import read, tree, with_suffix

FILE_LINES = 400
FUNCTION_LINES = 40
ARGUMENTS = 6
# A migration lists columns from top to bottom; cutting it up would only hide the order.
LISTS = Path("data/migrations/versions")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[Path, Function]]:
    for path in with_suffix(".py"):
        for node in ast.walk(tree(path)):
            if isinstance(node, Function):
                yield path, node


def arguments(node: Function) -> list[str]:
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [item.arg for item in every if item.arg not in {"self", "cls"}]


def test_files_have_at_most_400_lines() -> None:
    sizes = {str(path): len(read(path).splitlines()) for path in with_suffix(".py", ".js", ".mjs", ".css", ".sh")}
    assert {name: size for name, size in sizes.items() if size > FILE_LINES} == {}


def test_functions_have_at_most_40_lines() -> None:
    sizes = {
        f"{path}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for path, node in functions()
        if path.parent != LISTS
    }
    assert {name: size for name, size in sizes.items() if size > FUNCTION_LINES} == {}


def test_functions_have_at_most_six_arguments() -> None:
    counts = {f"{path}:{node.lineno} {node.name}": len(arguments(node)) for path, node in functions()}
    assert {name: count for name, count in counts.items() if count > ARGUMENTS} == {}


def test_every_module_says_what_it_is() -> None:
    silent = [str(path) for path in with_suffix(".py") if not ast.get_docstring(tree(path))]
    assert silent == []
