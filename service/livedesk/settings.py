"""Settings: one table of environment variables, read once, at the top, and handed down as plain values.

`.env.example` and `docs/settings.md` are held to this table by a test.
"""

import re
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from livedesk import LivedeskError


class SettingsError(LivedeskError):
    """A setting cannot be used; the message names it and says what it should be."""


class Settings(BaseSettings):
    """What the environment (`LIVEDESK_…`) or a `.env` file says."""

    model_config = SettingsConfigDict(env_prefix="LIVEDESK_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field("sqlite:///livedesk.db", description="Where the log is kept.")
    host: str = Field(
        "127.0.0.1",
        description="The address the dashboard listens on. Anything but a loopback address lets the local network "
        "reach the desk: it stays guarded by the token, but is not encrypted.",
    )
    port: int = Field(8000, ge=0, le=65535, description="The dashboard's port; 0 takes any free one.")
    log_format: Literal["text", "json"] | None = Field(
        None,
        description="With `text` or `json` the program also notes events for whoever looks after it on standard error; "
        "see docs/operations.md.",
    )
    names: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Names besides this machine's own by which browsers reach the desk, such as a reverse proxy's, "
        "separated by commas.",
    )
    token: SecretStr | None = Field(
        None,
        description="What every request must bear. When unset one is made, shown at start and kept beside the "
        "database, so that open dashboards outlive a restart.",
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        ("id", "en", "pl"),
        description="The languages that a comment may be told to be in, separated by commas. Whatever they are, "
        "questions are found in every language that livedesk knows: chats are mixed.",
    )
    sensitivity: float = Field(
        0.5,
        ge=0,
        le=1,
        description="How much is taken for a question: 0 is what bears a question mark, 1 nearly everything.",
    )
    library: Path | None = Field(
        None,
        description="The library's own file: facts and catalogues to answer with; see docs/library.md.",
    )
    time_zone: str | None = Field(
        None,
        description="The time zone of reports, such as Asia/Jakarta or Europe/Warsaw; the machine's own when unset.",
    )
    topics: Path | None = Field(
        None,
        description="The library's own topics: labels, keywords and what they count as; see docs/questions.md.",
    )
    snapshots: Path | None = Field(
        None,
        description="The folder for snapshots of the database; `snapshots` beside it when unset.",
    )
    snapshots_kept: int = Field(
        10,
        ge=0,
        description="After each Live a snapshot is taken and so many are kept, the newest; 0 takes none.",
    )
    study_key: Path | None = Field(
        None,
        description="A file with a study's secret, not in the database's folder: people have the same pseudonym in all "
        "broadcasts recorded with it. Without one nobody can be followed from one Live to the next.",
    )
    retention_text_days: int = Field(
        30,
        ge=1,
        description="`livedesk purge` takes away what people said and what they are called so many days after a Live.",
    )
    retention_pseudonym_months: int = Field(
        24,
        ge=1,
        description="`livedesk purge` takes away all but a broadcast's figures so many months after a Live.",
    )
    sign_api_key: SecretStr | None = Field(
        None,
        description="A key of the signing service that TikTokLive asks; without one its free quota applies.",
    )
    tiktok_app_url: str | None = Field(None, description="Another server in place of TikTok's web pages.")
    tiktok_webcast_url: str | None = Field(
        None, description="Another server in place of TikTok's webcast API."
    )
    sign_url: str | None = Field(None, description="Another server in place of the signing service.")

    @field_validator("languages", "names", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return (
            tuple(part.strip() for part in value.split(",") if part.strip())
            if isinstance(value, str)
            else value
        )

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value:
            try:
                ZoneInfo(value)
            except (ZoneInfoNotFoundError, ValueError, OSError) as error:
                raise ValueError(
                    f"there is no time zone {value!r}; names are such as Asia/Jakarta or Europe/Warsaw"
                ) from error
        return value or None

    @field_validator("token")
    @classmethod
    def _no_weak_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value and not re.fullmatch(r"[A-Za-z0-9_\-.~]{8,}", value.get_secret_value()):
            raise ValueError(
                "it needs at least 8 letters, digits or any of -_.~ and nothing else; leave it unset to have one made"
            )
        return value

    @property
    def zone(self) -> ZoneInfo | None:
        """The time zone of reports, None for the machine's own."""
        return None if self.time_zone is None else ZoneInfo(self.time_zone)

    @property
    def database_path(self) -> Path | None:
        """The database's file, or None where it is not one."""
        return (
            Path(self.database_url.removeprefix("sqlite:///"))
            if self.database_url.startswith("sqlite:///")
            else None
        )

    @property
    def exports_ledger(self) -> Path | None:
        """Where it is noted which exports were made, or None where the database is no file."""
        path = self.database_path
        return None if path is None else path.with_name(path.name + ".exports")

    @property
    def snapshots_folder(self) -> Path | None:
        """Where snapshots go, or None where the database is no file of which one could be taken."""
        path = self.database_path
        return None if path is None else self.snapshots or path.with_name("snapshots")


def read_settings(**given: str) -> Settings:
    """Read the environment, `given` going before it; SettingsError with one sentence per unusable setting."""
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(
            "\n".join(
                f"LIVEDESK_{'_'.join(map(str, fault['loc'])).upper()} cannot be used: {fault['msg']}."
                for fault in error.errors()
            )
        ) from error
