"""Every environment name SkillWeek reads, in one table.

``docs/reference/configuration.md`` shows the same table; a guard test compares the two. Any name may be
given as ``NAME_FILE`` instead, naming a file that holds the value (for secrets).
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    """One environment name: its default (empty means none) and what it does."""

    name: str
    default: str
    meaning: str


TABLE = (
    Variable("DATABASE_URL", "", "PostgreSQL to use; empty starts the embedded server"),
    Variable("DATA_DIR", "var", "Folder for the embedded database, uploads and outgoing files"),
    Variable("PORT", "8000", "Port the web server listens on"),
    Variable("HOST", "127.0.0.1", "Address the web server listens on"),
    Variable("AT", "", "Start of the rehearsal clock, local time of the city, such as 2021-05-22T09:00"),
    Variable(
        "REHEARSAL",
        "0",
        "1 lets officers move the rehearsal clock; demo sets it, and its data folder keeps it",
    ),
    Variable("CITY", "", "Code of the city the public site shows; empty takes the only one"),
    Variable("SECRET_KEY", "", "Key for sessions and signed links; empty makes one in DATA_DIR"),
    Variable("FIELD_KEYS", "", "Keys for personal data, id:base64[,id:base64]; the first encrypts"),
    Variable("DEBUG", "0", "1 shows tracebacks; never in production"),
    Variable("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]", "Host names the site answers to"),
    Variable("SITE_URL", "", "Address used in links of messages; empty builds it from HOST and PORT"),
    Variable("HTTPS", "0", "1 when served over TLS: secure cookies and HSTS"),
    Variable("WORKERS", "2", "Number of web worker processes"),
    Variable(
        "PAGE_CACHE_MB",
        "64",
        "Memory of each web worker for copies of public pages, in megabytes; 0 keeps none",
    ),
    Variable(
        "EMAIL_URL",
        "",
        "smtp://user:password@host:port, smtp+tls://… (STARTTLS) or smtps://… (TLS); empty writes files to DATA_DIR",
    ),
    Variable("MAIL_FROM", "skillweek@localhost", "Sender of outgoing mail, with a name: Name <user@host>"),
    Variable(
        "SMS_URL", "", "aliyun://key:secret@dysmsapi.aliyuncs.com; empty writes text messages to DATA_DIR"
    ),
    Variable("SMS_SIGN", "", "Signature in front of text messages, without brackets"),
    Variable("GATEWAY_TIMEOUT", "20", "Seconds to wait for a mail server or provider"),
    Variable(
        "RETRY_PAUSES",
        "10,60,300,1800,7200,21600,43200",
        "Seconds between tries of a message; after the last one it fails",
    ),
    Variable("INVITATION_DAYS", "7", "Days for which the link of an invitation may be used"),
    Variable(
        "TRUSTED_PROXIES",
        "",
        "Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8; empty believes nobody",
    ),
    Variable(
        "RATE_LIMITS",
        "form=120/60,slow-address=20/3600,slow-phone=5/3600,code-address=30/3600,code-phone=5/3600,api=600/60",
        "Most requests of one address or number as kind=most/seconds; none sets no limit",
    ),
    Variable(
        "PROOF_OF_WORK",
        "20000",
        "Most hashes a browser computes before a booking, half of it on average; 0 asks for none",
    ),
    Variable("SITE_ID_CODE", "", "Government site identification code shown in the footer"),
    Variable("ICP_NUMBER", "", "ICP filing number shown in the footer"),
    Variable("POLICE_NUMBER", "", "Public security filing number shown in the footer"),
    Variable("FONT_DIR", "", "Extra folder of fonts for printed documents"),
)

_DEFAULTS = {variable.name: variable.default for variable in TABLE}


def value(name: str) -> str:
    """The value of ``name``, from ``NAME``, else the content of the file ``NAME_FILE``, else the default.

    A name that is set to nothing counts as not set.
    """
    default = _DEFAULTS[name]
    if given := os.environ.get(name):
        return given
    secret_file = os.environ.get(f"{name}_FILE")
    if secret_file:
        return Path(secret_file).read_text(encoding="utf-8").strip()
    return default


def flag(name: str) -> bool:
    """True when the value is 1, true, yes or on."""
    return value(name).strip().lower() in {"1", "true", "yes", "on"}


def words(name: str) -> list[str]:
    """The value split at commas, empty parts dropped."""
    return [part.strip() for part in value(name).split(",") if part.strip()]
