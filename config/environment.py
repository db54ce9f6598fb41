"""Every read of the environment, typed, in one place. Documented in ``docs/guides/operator.md``."""

import os
import secrets
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

ROOT = Path(__file__).resolve().parent.parent

PREPARED_AFTER = 3  # times a statement runs on a connection before it is prepared


class BadEnvironment(Exception):
    """A variable is missing or cannot be understood; the text names it and says what to write."""


def _count(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip()
    if value and not value.isdecimal():
        raise BadEnvironment(f"{name}={value!r}: write a number")
    return int(value or default)


def _zone(name: str) -> str:
    """Return the name of a time zone. Raises BadEnvironment for one that nobody knows."""
    value = os.environ.get(name, "").strip() or "Europe/Paris"
    try:
        return ZoneInfo(value).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadEnvironment(f"{name}={value!r}: write a time zone like Indian/Reunion") from None


def _flag(name: str, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise BadEnvironment(f"{name}={value!r}: write 1 or 0")
    return default


def _named(prefix: str) -> dict[str, str]:
    """Return the variables that begin so, by what follows."""
    return {name.removeprefix(prefix): value for name, value in os.environ.items() if name.startswith(prefix)}


def _networks(name: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(part.strip()) for part in os.environ.get(name, "").split(",") if part.strip()]
    except ValueError as error:
        raise BadEnvironment(f"{name}: {error}; write networks like 10.20.0.0/16,192.168.1.4/32") from None


def _pairs(name: str) -> dict[str, str]:
    """Return « name=value,other=value » as a dictionary. Raises BadEnvironment when a part is no pair."""
    parts = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if not all("=" in part for part in parts):
        raise BadEnvironment(f"{name}: write name=value, separated by commas")
    return {key.strip(): value.strip() for key, _equal, value in (part.partition("=") for part in parts)}


@dataclass(frozen=True)
class Environment:
    """What the machine tells the product."""

    data_dir: Path
    database_url: str
    owner_database_url: str
    runtime_role: str
    prepared_statements: bool
    demonstration: bool
    debug: bool
    secret_key: str = field(repr=False)
    public_url: str
    probed_url: str
    listen: str
    proxies: int
    time_zone: str
    allowed_hosts: list[str]
    smtp_url: str = field(repr=False)
    mail_from: str
    mail_secrets: dict[str, str] = field(repr=False)
    provider_secrets: dict[str, str] = field(repr=False)
    storage_url: str = field(repr=False)
    clamav_socket: str
    clamav_max_mb: int
    tiles_url: str
    tiles_attribution: str
    source_networks: list[IPv4Network | IPv6Network]
    web_service_secrets: dict[str, str] = field(repr=False)
    identity_providers: dict[str, str] = field(repr=False)

    @classmethod
    def read(cls) -> "Environment":
        """Read ``os.environ``. Raises BadEnvironment with a sentence for the operator."""
        data_dir = Path(os.environ.get("PARVIS_DATA_DIR") or ROOT / "var").absolute()
        demonstration = _flag("PARVIS_DEMO", default=False)
        public_url = os.environ.get("PARVIS_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
        hosts = os.environ.get("PARVIS_ALLOWED_HOSTS", "")
        return cls(
            data_dir=data_dir,
            database_url=os.environ.get("PARVIS_DATABASE_URL", ""),
            owner_database_url=os.environ.get("PARVIS_OWNER_DATABASE_URL", ""),
            runtime_role=os.environ.get("PARVIS_RUNTIME_ROLE", "parvis_runtime"),
            prepared_statements=_flag("PARVIS_PREPARED_STATEMENTS", default=False),
            demonstration=demonstration,
            debug=_flag("PARVIS_DEBUG", default=False),
            secret_key=os.environ.get("PARVIS_SECRET_KEY") or _kept_secret(data_dir),
            public_url=public_url,
            probed_url=os.environ.get("PARVIS_PROBED_URL", "").rstrip("/") or public_url,
            listen=os.environ.get("PARVIS_LISTEN", ""),
            proxies=_count("PARVIS_PROXIES", 0),
            time_zone=_zone("PARVIS_TIME_ZONE"),
            allowed_hosts=[host for host in hosts.split(",") if host]
            or [urlsplit(public_url).hostname or "127.0.0.1", "127.0.0.1", "localhost"],
            smtp_url=os.environ.get("PARVIS_SMTP_URL", ""),
            mail_from=os.environ.get("PARVIS_MAIL_FROM", "Parvis <ne-pas-repondre@parvis.invalid>"),
            mail_secrets=_named("PARVIS_MAIL_SECRET_"),
            provider_secrets=_named("PARVIS_PROVIDER_SECRET_"),
            storage_url=os.environ.get("PARVIS_STORAGE_URL", ""),
            clamav_socket=os.environ.get("PARVIS_CLAMAV_SOCKET", ""),
            clamav_max_mb=_count("PARVIS_CLAMAV_MAX_MB", 25),
            tiles_url=os.environ.get("PARVIS_TILES_URL", ""),
            tiles_attribution=os.environ.get("PARVIS_TILES_ATTRIBUTION", "© IGN"),
            source_networks=_networks("PARVIS_SOURCE_NETWORKS"),
            web_service_secrets=_pairs("PARVIS_WEB_SERVICE_SECRETS"),
            identity_providers=_named("PARVIS_OIDC_"),
        )


def _kept_secret(data_dir: Path) -> str:
    """Return the secret kept in the data folder, made at the first start and readable by its owner only."""
    path = data_dir / "secret-key"
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_urlsafe(48)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret)
    except FileExistsError:
        return path.read_text().strip()
    return secret


def database_settings(url: str, *, prepare: bool) -> dict[str, object]:
    """Return Django's settings for a ``postgresql://`` address; libpq's parameters may follow the ``?``.

    ``prepare`` lets PostgreSQL plan a statement once a connection: planning under row security costs several times
    what most of our statements do. Not through a pooler in transaction mode, which forgets whose plan it was.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadEnvironment("PARVIS_DATABASE_URL: write postgresql://user:password@host:5432/database")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "parvis.common.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or options.pop("port", "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,  # PgBouncer in transaction mode
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {
            **options,
            "server_side_binding": True,  # prepared or not, statements are the same: tests hold for both
            "prepare_threshold": PREPARED_AFTER if prepare else None,
            "application_name": "parvis",
        },
    }


def origin_of(url: str) -> str:
    """Return the origin of an address, for the content security policy; "" for none. Raises BadEnvironment."""
    if not url:
        return ""
    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.netloc:
        raise BadEnvironment("PARVIS_TILES_URL: write https://host/path with {z}, {x} and {y}")
    return f"https://{parts.netloc}"


def mail_settings(url: str) -> dict[str, object]:
    """Return Django's mail settings for ``smtp[s]://user:password@host:port`` (``smtp+tls`` for STARTTLS)."""
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps", "smtp+tls"}:
        raise BadEnvironment("PARVIS_SMTP_URL: write smtp+tls://user:password@host:587")
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtps": 465, "smtp+tls": 587}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def identity_settings(addresses: dict[str, str]) -> list[dict[str, Any]]:
    """Return the identity providers of ``https://client:secret@host/path?label=…`` by name, in the order of names.

    Raises BadEnvironment: an address without TLS is taken on this very machine only.
    """
    return [_identity_provider(name, url) for name, url in sorted(addresses.items()) if url]


_OF_IDENTITY = {"label", "scope", "acr", "pkce", "about"}


def _identity_provider(name: str, url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query))
    near = parts.scheme == "http" and parts.hostname in {"127.0.0.1", "localhost"}
    if not (parts.scheme == "https" or near) or not parts.username or said.keys() - _OF_IDENTITY:
        raise BadEnvironment(f"PARVIS_OIDC_{name}: write https://client:secret@host/path?label=FranceConnect")
    found: dict[str, Any] = {"label": name.replace("_", " ").capitalize(), **said}
    if "pkce" in said:
        found["pkce"] = said["pkce"] != "0"
    where = f"{parts.hostname}:{parts.port}" if parts.port else f"{parts.hostname}"
    return found | {
        "code": name.lower().replace("_", "-"),
        "issuer": f"{parts.scheme}://{where}{parts.path.rstrip('/')}",
        "client": unquote(parts.username),
        "secret": unquote(parts.password or ""),
    }


def storage_settings(url: str, media_dir: Path) -> dict[str, object]:
    """Return Django's settings of the file storage: the disk, or ``s3://key:secret@host:port/bucket?region=…``."""
    if not url:
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media_dir)},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"s3", "s3+http"}:
        raise BadEnvironment("PARVIS_STORAGE_URL: write s3://key:secret@host/bucket")
    scheme = "http" if parts.scheme == "s3+http" else "https"
    port = f":{parts.port}" if parts.port else ""
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "endpoint_url": f"{scheme}://{parts.hostname}{port}",
            "bucket_name": parts.path.strip("/"),
            "region_name": dict(parse_qsl(parts.query)).get("region"),
            "file_overwrite": False,
            "default_acl": "private",
            "querystring_auth": True,
        },
    }
