"""Settings are typed and bounded."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings import Settings


def test_defaults_are_safe(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STORE", "HOST", "PORT", "LANG", "DEMO", "CITY", "HOME", "SECRET"):
        monkeypatch.delenv(f"SITCENTER_{name}", raising=False)
    settings = Settings(_env_file=None)
    assert settings.host == "127.0.0.1"
    assert settings.lang == "ru"
    assert settings.demo is True
    assert settings.secret is None
    assert settings.store_url.endswith("var/almaty.gpkg")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "0"), ("PORT", "70000"), ("LANG", "de"), ("STORE", "x.txt"), ("DEMO", "maybe")]
)
def test_wrong_values_are_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"SITCENTER_{name}", value)
    with pytest.raises(ValidationError):
        Settings(_env_file=None)


def test_a_store_is_a_file_or_a_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("SITCENTER_STORE", str(tmp_path / "city.gpkg"))
    assert Settings(_env_file=None).store_url == f"sqlite:///{tmp_path}/city.gpkg"
    monkeypatch.setenv("SITCENTER_STORE", "postgresql+psycopg://u@127.0.0.1/c")
    assert Settings(_env_file=None).store_url == "postgresql+psycopg://u@127.0.0.1/c"


def test_secrets_do_not_show_in_a_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITCENTER_SECRET", "top-secret-value")
    assert "top-secret-value" not in repr(Settings(_env_file=None))
