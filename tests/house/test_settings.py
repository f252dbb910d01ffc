"""The table of settings and the example file say what the code says."""

import re
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from config.settings import ROOT, Settings
from tests.house.files import project_files, read

PREFIX = "SITCENTER_"
TABLE = Path("docs/settings.md")
ROW = re.compile(r"^\| `(SITCENTER_[A-Z_]+)` \| (.*?) \| (.*?) \| (.*?) \|$", re.MULTILINE)
EXAMPLE = re.compile(r"^# ?(SITCENTER_[A-Z_]+)=(.*)$", re.MULTILINE)
OF_TESTS = "SITCENTER_TEST"


def shown(value: Any) -> str:
    """A default as a person writes it in the environment."""
    if value is None or isinstance(value, SecretStr):
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, Path):
        return str(value.relative_to(ROOT)) if value.is_relative_to(ROOT) else str(value)
    return str(value)


def allowed(field: FieldInfo) -> str:
    """What may be set, as the table writes it."""
    if get_origin(field.annotation) is Literal:
        return ", ".join(get_args(field.annotation))
    if field.annotation is bool:
        return "0, 1"
    bounds = {name: getattr(item, name) for item in field.metadata for name in ("ge", "le") if hasattr(item, name)}
    return f"{bounds['ge']} to {bounds['le']}" if bounds else ""


def in_code() -> dict[str, tuple[str, str, str]]:
    return {
        PREFIX + name.upper(): (shown(field.default), allowed(field), field.description or "")
        for name, field in Settings.model_fields.items()
    }


def test_the_table_says_what_the_code_says() -> None:
    rows = {
        name: (default.strip("`–"), values.strip("–"), meaning)
        for name, default, values, meaning in ROW.findall(read(TABLE))
    }
    assert list(rows) == list(in_code())
    for name, (default, values, meaning) in in_code().items():
        assert rows[name] == (default, values, meaning), name


def test_the_example_file_says_what_the_code_says() -> None:
    examples = dict(EXAMPLE.findall(read(Path(".env.example"))))
    assert examples == {name: default for name, (default, _, _) in in_code().items()}
    assert list(examples) == list(in_code())


def test_every_setting_named_anywhere_exists() -> None:
    known = set(in_code())
    for path in project_files():
        if path.suffix in {".py", ".md", ".toml", ".sh", ".yml", ".service", ".conf"} or path.name == "Makefile":
            named = set(re.findall(r"SITCENTER_[A-Z][A-Z_]*[A-Z]", read(path)))
            assert {name for name in named if not name.startswith(OF_TESTS)} - known == set(), path
