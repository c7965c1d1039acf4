"""All settings, read once from the environment, a `.env` file or `NAME_FILE`, into one frozen object."""

import contextlib
import os
import secrets
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from service.errors import BadInput, SetupError
from service.setting_kinds import MailAddress, Networks, OneLine, Sender, Token, TrueOrFalse, WebAddress

PREFIX = "LISTKEEPER_"


def _default_data_dir() -> Path:
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "listkeeper"


class Settings(BaseSettings):
    """What an operator may choose. Every name has the prefix `LISTKEEPER_`; `docs/settings.md` lists them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    data_dir: Path = Field(
        default_factory=_default_data_dir, description="Folder for everything that is kept."
    )
    database_url: str = Field(
        default="", description="SQLAlchemy address; empty means SQLite in the data folder, `postgres` "
        "starts the PostgreSQL that comes with the extra `postgres` there.",
    )  # fmt: skip
    catalog_dir: Path | None = Field(
        default=None, description="Folder with catalog files of your own, beside the built-in ones."
    )
    arxiv_url: WebAddress = Field(
        default="https://export.arxiv.org/api/query", description="Address of arXiv's query interface."
    )
    arxiv_oai_url: WebAddress = Field(
        default="", description="Address of arXiv's OAI-PMH interface; empty means arXiv's own, or `/oai` "
        "beside a query interface of your own.",
    )  # fmt: skip
    arxiv_delay: float = Field(
        default=3.0, ge=0, le=600, description="Seconds between two requests to arXiv, over all processes."
    )
    arxiv_timeout: float = Field(
        default=30.0, gt=0, le=600, description="Seconds that one request to arXiv may take."
    )
    contact: OneLine = Field(
        default="", description="An e-mail address or URL by which arXiv's operators can reach you."
    )
    host: str = Field(default="127.0.0.1", description="Address that the web server listens on.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port of the web server; 0 takes a free one.")
    base_url: WebAddress = Field(
        default="",
        description="Public address, for feeds and links; empty means host and port.",
    )
    secret_key: SecretStr = Field(
        default=SecretStr(""),
        description="Key for form tokens; empty: made and kept in the data folder.",
    )
    secure_cookies: TrueOrFalse = Field(default=False, description="Send cookies over HTTPS only.")
    session_days: int = Field(default=30, ge=1, le=365, description="Days until a sign-in expires.")
    encoder: str = Field(
        default="all-MiniLM-L6-v2", description="Sentence-transformers model; the default is bundled."
    )
    encoder_revision: str = Field(default="", description="Revision of the encoder, for models from a hub.")
    crawl_cron: str = Field(default="15 1 * * mon-fri", description="When the scheduler crawls (cron, UTC).")
    harvest_cron: str = Field(
        default="15 3 * * *", description="When the scheduler harvests changes of papers (cron, UTC)."
    )
    retry_cron: str = Field(
        default="*/15 * * * *", description="When the scheduler looks for days to be read again (cron, UTC)."
    )
    sync_cron: str = Field(default="45 */6 * * *", description="When the scheduler syncs lists (cron, UTC).")
    digest_cron: str = Field(default="0 6 * * mon", description="When weekly digests are made (cron, UTC).")
    learn_cron: str = Field(
        default="*/5 * * * *",
        description="When the scheduler looks whether a list has enough new verdicts (cron, UTC).",
    )
    learn_after: int = Field(
        default=10, ge=1, le=10_000, description="Verdicts on a list after which it is learned again."
    )
    crawl_days: int = Field(default=7, ge=1, le=31, description="Days that every crawl reads again.")
    crawl_hours: float = Field(
        default=12.0,
        gt=0,
        le=168,
        description="Hours after which a crawl or harvest leaves the rest to the next.",
    )
    git_author_name: OneLine = Field(
        default="Listkeeper", description="Author name of the commits for lists."
    )
    git_author_email: MailAddress = Field(
        default="listkeeper@users.noreply.github.com", description="Author address of the commits for lists."
    )
    github_token: Token = Field(
        default=SecretStr(""), description="Token for pull requests and private repositories on GitHub."
    )
    github_app_id: str = Field(
        default="", description="Id of a GitHub App that is used instead of a token where it is installed."
    )
    github_app_key: SecretStr = Field(
        default=SecretStr(""), description="The App's private key (PEM); name its file with `_FILE`."
    )
    github_app_installation: int = Field(
        default=0, ge=0, description="The App's installation; 0 looks it up for each repository."
    )
    github_webhook_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret that GitHub signs its webhooks with; empty takes none."
    )
    github_api_url: WebAddress = Field(
        default="https://api.github.com", description="Address of GitHub's REST interface."
    )
    github_url: WebAddress = Field(
        default="https://github.com", description="Address of GitHub, for signing in."
    )
    github_client_id: str = Field(
        default="", description="Client id of an OAuth app on GitHub; empty: nobody signs in with GitHub."
    )
    github_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Client secret of that OAuth app."
    )
    smtp_host: str = Field(default="", description="Mail server for weekly digests; empty sends no mail.")
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Port of the mail server.")
    smtp_security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="`starttls`, `tls` from the first byte, or `none`."
    )
    smtp_user: str = Field(default="", description="Name for the mail server; empty signs in nowhere.")
    smtp_password: SecretStr = Field(default=SecretStr(""), description="Password for the mail server.")
    mail_from: Sender = Field(
        default="", description="Sender of the letters, such as `Listkeeper <digest@example.org>`."
    )
    bounce_address: MailAddress = Field(
        default="", description="Mailbox for bounces; each letter gets a return path of its own there."
    )
    websub_hub: WebAddress = Field(
        default="", description="WebSub hub that tells subscribers of new feed items."
    )
    webhook_networks: Networks = Field(
        default="", description="Private networks that webhooks may lead into, such as `10.1.0.0/16`."
    )
    log_format: Literal["text", "json"] = Field(default="text", description="`text` or `json`.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="warning", description="The quietest event that is still logged."
    )
    open_browser: TrueOrFalse = Field(
        default=True, description="Let `listkeeper up` open the queue in a browser."
    )
    shared: Path = Field(
        default=Path("../shared"),
        description="Real data for tests and benchmarks; not needed to run.",
    )

    @field_validator("data_dir", "catalog_dir", "shared", mode="after")
    @classmethod
    def _at_home(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value is not None else None  # no shell has seen what stands in `.env`

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order of precedence: arguments, `NAME_FILE`, environment, `.env`."""
        del file_secret_settings
        return init_settings, _NameFiles(settings_cls), env_settings, dotenv_settings

    @property
    def sends_mail(self) -> bool:
        """Whether a mail server and a sender are set."""
        return bool(self.smtp_host and self.mail_from)

    @property
    def database(self) -> str:
        """The database address that is really used."""
        return self.database_url or f"sqlite:///{self.data_dir / 'listkeeper.db'}"

    @property
    def oai_address(self) -> str:
        """The address of the OAI-PMH interface that is really used."""
        if self.arxiv_oai_url:
            return self.arxiv_oai_url
        if self.arxiv_url == type(self).model_fields["arxiv_url"].default:
            return "https://oaipmh.arxiv.org/oai"
        parts = urlsplit(self.arxiv_url)
        return f"{parts.scheme}://{parts.netloc}/oai"

    @property
    def address(self) -> str:
        """The public address, without a slash at the end."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.base_url or f"http://{host}:{self.port}").rstrip("/")


class _NameFiles(PydanticBaseSettingsSource):
    """Reads `LISTKEEPER_NAME_FILE`: the value is the text of the file it names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        del field
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as exc:
            reason = f"{exc.strerror}; write it, or unset the variable."
            raise BadInput(f"{variable} names {path}, which cannot be read: {reason}") from exc
        except UnicodeDecodeError as exc:
            raise BadInput(f"{variable} names {path}, which is not UTF-8 text; write it again.") from exc

    def __call__(self) -> dict[str, Any]:
        found = {name: self.get_field_value(f, name)[0] for name, f in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def load_settings(**chosen: Any) -> Settings:
    """Read the settings; `chosen` beats the environment.

    Raises:
        BadInput: a value is not usable; the text names the variable.
    """
    try:
        return Settings(**chosen)
    except (OSError, UnicodeDecodeError) as exc:
        raise BadInput(f"The file .env cannot be read: {exc}; mend it or take it away.") from exc
    except ValidationError as exc:
        first = exc.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else "A setting"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise BadInput(f"{name} is not usable: {reason} (docs/settings.md lists what is).") from exc


def ensure_data_dir(settings: Settings) -> Path:
    """Make the data folder and return it.

    Raises:
        SetupError: it cannot be made or written to.
    """
    folder = settings.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / f".writable-{secrets.token_hex(8)}"
        probe.touch()
        probe.unlink()
    except OSError as exc:
        raise SetupError(
            f"The data folder {folder} cannot be written to ({exc.strerror}); "
            "give another one with LISTKEEPER_DATA_DIR."
        ) from exc
    return folder


def ensure_secret_key(settings: Settings) -> str:
    """Return the key for form tokens, making and keeping one on first use."""
    given = settings.secret_key.get_secret_value()
    if given:
        return given
    path = ensure_data_dir(settings) / "secret-key"
    if not path.exists():
        _make_secret_key(path)
    return path.read_text(encoding="ascii")


def _make_secret_key(path: Path) -> None:
    """Put a key in place in one step: who reads it finds all of it, and of two makers the first one wins."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(32))
    try:
        with contextlib.suppress(FileExistsError):
            os.link(beside, path)
    finally:
        beside.unlink()
