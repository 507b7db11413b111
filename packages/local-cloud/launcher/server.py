"""The process: it listens where the configuration says, and tells an API request from a visitor by the address."""
from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import subprocess

from hypercorn.asyncio import serve as listen
from hypercorn.config import Config as Listening
from ministack import app

from launcher.config import Config

GATEWAY = "gateway"
# Address → what answers there; the gateway is every address that is not listed.
ENDPOINTS = {GATEWAY: app.app}
_STOP_SECONDS = 5


def serve(config: Config) -> int:
    from launcher import state
    from launcher.ecs import credentials

    problems = [problem for address in _addresses(config) if (problem := _problem(address, config))]
    if problems:
        print("Cannot listen:\n" + "\n".join(f"- {problem}" for problem in problems))
        return 1
    if config.credentials_bind:
        ENDPOINTS[config.credentials_bind] = _credentials(credentials.answer)
    state.begin(config)
    asyncio.run(_run(config))
    state.end(config)
    return 0


async def _run(config: Config) -> None:
    listening = Listening()
    listening.bind = list(_addresses(config))
    # Longer than the keep-alive of AWS's SDKs and of docker, so that they close first.
    listening.keep_alive_timeout = 75
    listening.graceful_timeout = _STOP_SECONDS
    listening.loglevel = os.environ.get("LOG_LEVEL", "INFO")
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    await listen(_dispatch, listening, shutdown_trigger=stop.wait)


async def _dispatch(scope, receive, send):
    address = ":".join(map(str, scope["server"])) if scope.get("server") else ""
    await ENDPOINTS.get(address, ENDPOINTS[GATEWAY])(scope, receive, send)


def _credentials(answer):
    async def respond(scope, receive, send):
        if scope["type"] != "http":
            return
        status, body = answer(scope["path"])
        await send({"type": "http.response.start", "status": status,
                    "headers": [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]})
        await send({"type": "http.response.body", "body": body})

    return respond


def _addresses(config: Config) -> list[str]:
    return [*config.bind, *config.load_balancer, *filter(None, [config.credentials_bind])]


def _problem(address: str, config: Config) -> str | None:
    host, port = address.rsplit(":", 1)
    if host == config.credentials_address:
        _add_to_bridge(host)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, int(port)))
        except OSError as error:
            hint = (f"; add it with: ip address add {host}/32 dev docker0" if host == config.credentials_address else "")
            return f"{address}: {error.strerror}{hint}"
    return None


def _add_to_bridge(address: str) -> None:
    """The address that AWS's SDKs accept for credentials exists nowhere unless somebody adds it."""
    if os.geteuid() == 0 and shutil.which("ip"):
        subprocess.run(["ip", "address", "add", f"{address}/32", "dev", "docker0"], capture_output=True, timeout=10)
