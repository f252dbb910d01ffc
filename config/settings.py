"""Typed settings of the program, read from SITCENTER_ environment variables and a .env file."""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_SCHEME = "postgresql+psycopg://"


class Settings(BaseSettings):
    """All settings; docs/settings.md is held against this class by a test."""

    model_config = SettingsConfigDict(
        env_prefix="SITCENTER_",
        env_file=str(ROOT / ".env"),
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
    )

    store: str = Field(default="", description="Path of a .gpkg file or a postgresql+psycopg:// address.")
    host: str = Field(default="127.0.0.1", description="Address the server listens on.")
    port: int = Field(default=8050, ge=1, le=65535, description="Port the server listens on.")
    lang: Literal["kk", "ru", "en"] = Field(default="ru", description="Language of a first visit.")
    demo: bool = Field(default=True, description="1 = marked synthetic rows are made, 0 = none anywhere.")
    demo_scale: Literal["small", "full"] = Field(
        default="small", description="Size of layers with very many synthetic rows: a part, or as in reality."
    )
    city: str = Field(default="almaty", description="Name of a folder in config/cities, or a path to one.")
    home: Path = Field(default=ROOT / "var", description="Folder for the store, browser libraries and reports.")
    secret: SecretStr | None = Field(default=None, description="Key that signs sessions; random, kept in home.")
    secure_cookies: bool = Field(default=False, description="1 = cookies only over https (set it behind https).")
    proxy_hops: int = Field(default=0, ge=0, le=5, description="Trusted reverse proxies in front of the server.")
    session_hours: int = Field(default=12, ge=1, le=720, description="Hours after which a sign-in ends.")
    threads: int = Field(default=8, ge=1, le=64, description="Threads of the built-in server.")
    fetch: bool = Field(default=True, description="1 = sources with a schedule are fetched, 0 = only by command.")
    fetch_private: bool = Field(default=False, description="1 = sources and layers may lie at private addresses.")
    vendor_dir: Path | None = Field(default=None, description="Prepared folder of browser libraries (closed network).")
    export_hours: int = Field(default=24, ge=1, le=720, description="Hours for which big exports are kept.")

    @field_validator("store")
    @classmethod
    def _known_store(cls, value: str) -> str:
        if value and not (value.endswith(".gpkg") or value.startswith(POSTGRES_SCHEME)):
            raise ValueError("setting.store.bad")
        return value

    @property
    def store_url(self) -> str:
        """SQLAlchemy address of the store; the embedded GeoPackage in `home` when nothing is set."""
        value = self.store or str(self.home / f"{Path(self.city).name}.gpkg")
        if value.startswith(POSTGRES_SCHEME):
            return value
        return f"sqlite:///{Path(value).expanduser().resolve()}"


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
