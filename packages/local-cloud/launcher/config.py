"""What an instance is: its addresses, its folder, its database, its name. One JSON file, named by LOCAL_CLOUD_CONFIG."""
from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

_FIELDS = {"bind", "loadBalancer", "stateDir", "account", "region", "instance", "postgres", "hosts",
           "credentialsAddress", "requestLog", "lintSchemas"}
_ADDRESS = re.compile(r"^[0-9.]+:[0-9]{1,5}$")


class ConfigError(Exception):
    """Every problem of the configuration, in one message."""


@dataclass(frozen=True)
class Postgres:
    host: str
    port: int
    admin_dsn: str


@dataclass(frozen=True)
class Config:
    bind: tuple[str, ...]
    load_balancer: tuple[str, ...]
    state_dir: Path
    account: str
    region: str
    instance: str
    lint_schemas: Path | None = None
    postgres: Postgres | None = None
    hosts: dict[str, str] = field(default_factory=dict)
    credentials_address: str | None = None
    request_log: Path | None = None

    @property
    def port(self) -> int:
        return int(self.bind[0].rsplit(":", 1)[1])

    @property
    def registry(self) -> str:
        """The host that docker pushes to and pulls from: loopback needs no TLS."""
        return f"127.0.0.1:{self.port}"

    @property
    def container_endpoint(self) -> str:
        """Where a task container reaches the APIs: the bridge's address, loopback would be the container itself."""
        outside = [address for address in self.bind if not address.startswith("127.")]
        return f"http://{(outside or self.bind)[0]}"

    @property
    def credentials_bind(self) -> str | None:
        return f"{self.credentials_address}:{self.port}" if self.credentials_address else None

    def export_to_environment(self) -> None:
        os.environ.update({
            "GATEWAY_PORT": str(self.port),
            "MINISTACK_ACCOUNT_ID": self.account,
            "MINISTACK_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            # ministack's reaper removes what carries this name and the port: an instance is its own host to it.
            "MINISTACK_HOSTNAME": self.instance,
            "AUTH": "true",
            "PERSIST_STATE": "1",
            # Objects are files, written as they come; ministack's own folder would be shared by all instances.
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.state_dir / "objects"),
            "STATE_DIR": str(self.state_dir),
            "SFTP_ENABLED": "0",
            "IOT_MTLS_ENABLED": "0",
            "MINISTACK_DOCKER_TIMEOUT": "60",
        })
        # Root is test/test; the developer's own keys must not become root's.
        for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
            os.environ.pop(name, None)


def load() -> Config:
    path = os.environ.get("LOCAL_CLOUD_CONFIG")
    if not path:
        raise ConfigError("LOCAL_CLOUD_CONFIG: want the path of a JSON file, it is not set")
    try:
        raw = json.loads(Path(path).read_text())
    except (OSError, ValueError) as error:
        raise ConfigError(f"LOCAL_CLOUD_CONFIG: want a readable JSON file, {path}: {error}") from error
    return parse(raw)


def parse(raw: object) -> Config:
    if not isinstance(raw, dict):
        raise ConfigError(f"Invalid configuration: want an object, got {type(raw).__name__}")
    problems = [f"{name}: is unknown; known are {', '.join(sorted(_FIELDS))}" for name in sorted(set(raw) - _FIELDS)]

    def wanted(name: str, check, want: str, default=None):
        value = raw.get(name, default)
        if value is None:
            problems.append(f"{name}: is required, want {want}")
        elif not check(value):
            problems.append(f"{name}: want {want}, got {json.dumps(value)}")
        return value

    def addresses(value) -> bool:
        return isinstance(value, list) and bool(value) and all(isinstance(a, str) and _ADDRESS.match(a) for a in value)

    def text(pattern: str):
        return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None

    bind = wanted("bind", addresses, 'a list of "address:port"')
    balancer = wanted("loadBalancer", addresses, 'a list of "address:port"')
    state_dir = wanted("stateDir", text(r".+"), "a folder")
    account = wanted("account", text(r"\d{12}"), "twelve digits")
    region = wanted("region", text(r"[a-z]{2}(-[a-z]+)+-\d"), "an AWS Region")
    instance = wanted("instance", text(r"[a-z0-9][a-z0-9-]{0,40}"), "lower-case letters, digits and hyphens")
    hosts = wanted("hosts", lambda v: isinstance(v, dict), "an object of host names and addresses", {})
    database = wanted("postgres", _is_postgres, 'an object {"host", "port", "adminDsn"}', {})
    if problems:
        raise ConfigError("Invalid configuration:\n" + "\n".join(f"- {problem}" for problem in problems))
    return Config(
        bind=tuple(bind), load_balancer=tuple(balancer), state_dir=Path(state_dir), account=account, region=region,
        instance=instance, hosts=hosts, credentials_address=raw.get("credentialsAddress"),
        postgres=Postgres(database["host"], int(database["port"]), database["adminDsn"]) if database else None,
        request_log=Path(raw["requestLog"]) if raw.get("requestLog") else None,
        lint_schemas=Path(raw["lintSchemas"]) if raw.get("lintSchemas") else None,
    )


def _is_postgres(value: object) -> bool:
    return value == {} or (isinstance(value, dict) and set(value) == {"host", "port", "adminDsn"})
