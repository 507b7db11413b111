"""One line a request: who asked for what, with which client, and what came of it. No bodies, no secrets.

AWS: "CloudTrail record contents"
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html): event time,
event source, event name, user agent, the session's ARN, the error.
"""
from __future__ import annotations

import json
import threading
import time
from datetime import UTC, datetime
from urllib.parse import parse_qs

from ministack.core import iam_evaluator, router
from ministack.core.iam_actions import extract_iam_action

from launcher import server
from launcher.config import Config

# An S3 upload's body says nothing of the action; a form or JSON operation is small.
_ENOUGH_BYTES = 4096
_lock = threading.Lock()


def mend(config: Config) -> None:
    if config.request_log is None:
        return
    config.request_log.parent.mkdir(parents=True, exist_ok=True)
    file = config.request_log.open("a", buffering=1)
    handle = server.ENDPOINTS[server.GATEWAY]

    async def logged(scope, receive, send):
        if scope["type"] != "http":
            return await handle(scope, receive, send)
        seen = {"body": b"", "status": 0}
        started = time.monotonic()

        async def receive_seen():
            message = await receive()
            if len(seen["body"]) < _ENOUGH_BYTES:
                seen["body"] += message.get("body", b"")[:_ENOUGH_BYTES]
            return message

        async def send_seen(message):
            if message["type"] == "http.response.start":
                seen["status"] = message["status"]
            await send(message)

        try:
            await handle(scope, receive_seen, send_seen)
        finally:
            line = describe(scope, seen["body"], config.account)
            line |= {"status": seen["status"], "ms": round((time.monotonic() - started) * 1000)}
            with _lock:
                file.write(json.dumps(line) + "\n")

    server.ENDPOINTS[server.GATEWAY] = logged


def describe(scope: dict, body: bytes, account: str) -> dict:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    query = parse_qs(scope.get("query_string", b"").decode("latin-1"), keep_blank_values=True)
    method, path = scope["method"], scope["path"]
    service = "registry" if path.startswith("/v2/") else router.detect_service(method, path, headers, query)
    return {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "service": service,
            "action": _action(service, method, path, headers, body, query),
            "userAgent": headers.get("user-agent", ""), "principal": _principal(headers, query, account)}


def _action(service: str, method: str, path: str, headers: dict, body: bytes, query: dict) -> str:
    if service == "registry":
        return f"{method} {path}"
    form = parse_qs(body.decode("latin-1")) if "x-www-form-urlencoded" in headers.get("content-type", "") else {}
    try:
        action = extract_iam_action(service, method, path, headers, body, {**query, **form})
    except Exception:
        action = None
    return action or f"{method} {path}"


def _principal(headers: dict, query: dict, account: str) -> str | None:
    key = router.extract_access_key_id(headers, query)
    if not key:
        return None
    found = iam_evaluator.resolve_credential(key, account)
    return getattr(found, "principal_arn", None)
