"""Tests are run, all of them: none is skipped or expected to fail."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.files import name_of, tree, with_suffix

FORBIDDEN = {"skip", "skipif", "xfail", "importorskip", "skipIf", "skipUnless", "expectedFailure", "SkipTest"}


def ways_out(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr in FORBIDDEN and name_of(node).startswith(("pytest", "unit")):
            yield f"{path}:{node.lineno} {name_of(node)}"
        if isinstance(node, ast.ImportFrom) and node.module in {"pytest", "unittest"}:
            yield from (f"{path}:{node.lineno} {item.name}" for item in node.names if item.name in FORBIDDEN)


def own_tests() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in with_suffix(".py"):
        if path.parts[0] == "tests" and path.name.startswith("test_"):
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                    yield path, node


def can_fail(node: ast.FunctionDef) -> bool:
    """Whether the test asserts, expects an error, or hands over to a helper or fixture that does."""
    inner = list(ast.walk(node))
    return any(isinstance(item, ast.Assert) for item in inner) or any(
        name_of(item.func).rsplit(".", 1)[-1].startswith(("assert", "check", "expect", "fail", "raises", "wait_for"))
        for item in inner
        if isinstance(item, ast.Call)
    )


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    tests = [path for path in with_suffix(".py") if path.parts[0] == "tests"]
    assert [way for path in tests for way in ways_out(path)] == []


def test_every_test_can_fail() -> None:
    found = list(own_tests())
    assert len(found) > 50
    assert [f"{path}:{node.lineno} {node.name}" for path, node in found if not can_fail(node)] == []


def test_no_two_tests_of_a_file_have_one_name() -> None:
    names = [f"{path} {node.name}" for path, node in own_tests()]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []
