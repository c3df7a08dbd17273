"""Settings: the environment, a config file and secrets in files become one frozen object."""

import os
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource

PREFIX = "MONITOR_"
TOKEN_FILE = "operator-token"  # noqa: S105  # the name of the file that holds it
SHORTEST_TOKEN = 20  # characters; as hexadecimal digits 80 bits, beyond guessing over a network


class SettingsError(Exception):
    """A setting is wrong; the message names it and says what to do."""


class Settings(BaseSettings):
    """Everything that an operator may set. Each has an environment variable MONITOR_NAME, and MONITOR_NAME_FILE for secrets."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", env_ignore_empty=True)

    data: Path = Field(default=Path("data"), description="Folder for the database and what else must last")
    config: Path = Field(default=Path("config"), description="Folder with monitor.yml, catalog/*.yml and topics/*.yml of your own")
    database: SecretStr | None = Field(default=None, description="postgresql://USER:PASSWORD@HOST/NAME; default: SQLite in the data folder")
    notify: SecretStr | None = Field(default=None, description="An Apprise URL that is told of every topic hit, and of broken sources")
    secret: SecretStr | None = Field(
        default=None,
        description="Seals the addresses of channels and signs links; default: the file `secret` in the data folder",
    )
    canary: SecretStr | None = Field(default=None, description="An Apprise URL that a made-up alert goes to once a day, as a proof of life")
    mail: SecretStr | None = Field(
        default=None,
        description="An Apprise mailto URL of your mail server, without a receiver; needed for people to sign up for watches",
    )
    private: bool = Field(default=False, description="Show the pages only to who is signed in")
    operator_token: SecretStr | None = Field(
        default=None, description="Opens the operator's page; default: the file `operator-token` in the data folder"
    )
    contact: str = Field(
        default="", description="An address in our User-Agent and on the pages, for publishers and readers who want to talk to you"
    )
    host: str = Field(default="127.0.0.1", description="Address that the pages are served on")
    port: int = Field(default=8000, ge=0, le=65535, description="Port that the pages are served on")
    base_url: str | None = Field(default=None, description="Where readers reach the pages, for links in alerts")
    polls: int = Field(default=8, ge=1, le=200, description="Sources polled at once")
    readers: int = Field(default=2, ge=1, le=64, description="Documents read at once, each in a process of its own")
    recognisers: int = Field(default=1, ge=1, le=64, description="Scanned documents recognised at once, beside the readers")
    ocr_pages: int = Field(default=20, ge=0, le=5000, description="Pages without text recognised per document; the others are gaps")
    wayback: bool = Field(default=False, description="Hand the addresses of documents with hits to the Wayback Machine")
    keep_days: int = Field(default=90, ge=1, le=36500, description="How long fetched files without hits are kept; those with hits stay")
    free_mb: int = Field(default=200, ge=0, description="Megabytes that stay free in the data folder: with less, nothing more is taken in")
    senders: int = Field(default=4, ge=1, le=64, description="Alerts sent at once")
    tick_seconds: float = Field(default=1.0, gt=0, le=60, description="How often due work is looked for")
    allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(), description="Hosts (HOST or HOST:PORT) that may be private, for tests on your own network"
    )
    log_json: bool = Field(default=False, description="Logs as JSON lines")

    @field_validator("contact", "host")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if any(ord(character) < 32 for character in value):
            raise ValueError("must be one line")
        return value

    @field_validator("operator_token")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SHORTEST_TOKEN:
            raise ValueError(f"must have at least {SHORTEST_TOKEN} characters: `openssl rand -hex 16` makes one")
        return value

    @field_validator("allow", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *_args: PydanticBaseSettingsSource, **given: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get(f"{PREFIX}CONFIG", "config")) / "monitor.yml"
        return given["init_settings"], given["env_settings"], YamlConfigSettingsSource(settings_cls, yaml_file=file)

    def make_folder(self) -> None:
        """Make the data folder where it is missing. Raises SettingsError where that cannot be."""
        try:
            self.data.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingsError(f"{PREFIX}DATA: {error.strerror}: {error.filename}; name a folder that can be written to") from error

    def key(self) -> bytes | None:
        """The secret of this installation, made at the first start. None where it is not set, and the folder cannot be written to."""
        if self.secret is not None:
            return self.secret.get_secret_value().encode()
        return self._made_once("secret")

    def entrance(self) -> bytes | None:
        """What opens the operator's page, made at the first start. None as for `key`."""
        if self.operator_token is not None:
            return self.operator_token.get_secret_value().encode()
        return self._made_once(TOKEN_FILE)

    def _made_once(self, name: str) -> bytes | None:
        file = self.data / name
        try:
            with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as fresh:  # noqa: PTH123  # Path cannot set the mode
                fresh.write(token_urlsafe(32))
        except FileExistsError:
            pass
        except OSError:
            return None
        return file.read_bytes()

    @property
    def database_url(self) -> str:
        """The database, as SQLAlchemy writes it."""
        if self.database is not None:
            return self.database.get_secret_value()
        return f"sqlite:///{self.data.absolute() / 'monitor.db'}"


def load(**given: Any) -> Settings:
    """The settings. Raises SettingsError that names the variable and says what is wrong with it."""
    try:
        return Settings(**{**_secrets_from_files(), **given})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = PREFIX + "_".join(map(str, first["loc"])).upper()
        raise SettingsError(f"{name}: {first['msg']}") from None
    except OSError as error:
        raise SettingsError(str(error)) from None


def _secrets_from_files() -> dict[str, Any]:
    found = {}
    for name in ("database", "notify", "canary", "secret", "mail", "operator_token"):
        variable = f"{PREFIX}{name.upper()}_FILE"
        if variable not in os.environ:
            continue
        if f"{PREFIX}{name.upper()}" in os.environ:
            raise SettingsError(f"{variable} and {PREFIX}{name.upper()} are both set: keep one")
        try:
            found[name] = Path(os.environ[variable]).read_text().strip()
        except OSError as error:
            raise SettingsError(f"{variable}: {error.strerror}: {os.environ[variable]}") from None
    return found
