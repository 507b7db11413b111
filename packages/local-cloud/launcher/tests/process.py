"""A launcher of a test's own: own ports, own state, own name."""
from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

import botocore.session
from botocore.config import Config as ClientConfig

ACCOUNT, REGION, BRIDGE = "123456789012", "ap-southeast-5", "172.17.0.1"
_MAIN = Path(__file__).resolve().parent.parent / "main.py"
_FIRST_PORT, _PORTS = int(os.environ.get("LAUNCHER_TEST_PORTS", "14500")), 500
_reserved: list[socket.socket] = []
# A wait ends when what it waits for is there; this only ends one that is in vain, on a machine however busy.
PATIENCE_SECONDS = float(os.environ.get("LAUNCHER_TEST_PATIENCE", "180"))
# A run that is killed takes what it started with it.
ENDS_WITH_US = ("setpriv", "--pdeathsig")


def free_port() -> int:
    """Nobody listens there, and no other run of these tests gets it: the reservation is a name that dies with us."""
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS):
        reservation = socket.socket(socket.AF_UNIX)
        with contextlib.suppress(OSError), contextlib.closing(socket.socket()) as probe:
            reservation.bind(f"\0cashsouk-test-port-{port}")
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("0.0.0.0", port))
            _reserved.append(reservation)
            return port
        reservation.close()
    raise RuntimeError(f"no port is free from {_FIRST_PORT} to {_FIRST_PORT + _PORTS - 1}")


@dataclass
class Launcher:
    folder: Path
    instance: str
    extra: dict = field(default_factory=dict)
    with_docker: bool = True
    without: str = os.environ.get("LOCAL_CLOUD_WITHOUT", "")

    def __post_init__(self) -> None:
        self.port, self.balancer = free_port(), free_port()
        addresses = ["127.0.0.1", BRIDGE] if self.with_docker else ["127.0.0.1"]
        config = {
            "bind": [f"{address}:{self.port}" for address in addresses],
            "loadBalancer": [f"{address}:{self.balancer}" for address in addresses],
            "stateDir": str(self.folder / "state"), "account": ACCOUNT, "region": REGION, "instance": self.instance,
            "requestLog": str(self.folder / "requests.jsonl"), "hosts": {"api.cashsouk.localhost": BRIDGE, "uploads.cashsouk.localhost": BRIDGE},
            **({"credentialsAddress": "169.254.170.2"} if self.with_docker else {}), **self.extra,
        }
        self.config = self.folder / "config.json"
        self.config.write_text(json.dumps(config))
        self.log = (self.folder / "launcher.log").open("ab")
        self.process: subprocess.Popen | None = None

    def start(self) -> Launcher:
        environment = {**os.environ, "LOCAL_CLOUD_CONFIG": str(self.config), "LOCAL_CLOUD_WITHOUT": self.without}
        self.process = subprocess.Popen([*ENDS_WITH_US, "TERM", sys.executable, str(_MAIN)], env=environment,
                                        stdout=self.log, stderr=self.log)
        until(lambda: self.process.poll() is not None or self._answers(), "the launcher to answer")
        assert self.process.poll() is None, (self.folder / "launcher.log").read_text()[-2000:]
        return self

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE_SECONDS)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/_ministack/health", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def client(self, service: str, key: str = "test", secret: str = "test", token: str | None = None):
        options = ClientConfig(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"},
                               read_timeout=PATIENCE_SECONDS)
        session = botocore.session.get_session()
        return session.create_client(service, endpoint_url=f"http://127.0.0.1:{self.port}", region_name=REGION,
                            aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token, config=options)

    def get(self, path: str, host: str = "api.example.test", headers: dict | None = None) -> tuple[int, str]:
        request = urllib.request.Request(f"http://127.0.0.1:{self.balancer}{path}", headers={"Host": host, **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def requests(self) -> list[dict]:
        return [json.loads(line) for line in (self.folder / "requests.jsonl").read_text().splitlines()]


def until(check, what: str):
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := check():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {PATIENCE_SECONDS:g} s for {what}")
