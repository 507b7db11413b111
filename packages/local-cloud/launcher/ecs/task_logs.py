"""A container's output reaches its log group whole: line by line, with its time, to the last line.

ministack cuts lines where a chunk ends, dates them on arrival, and may remove a container before its output was read.

AWS: "Send Amazon ECS logs to CloudWatch"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html).
"""
from __future__ import annotations

import contextlib
import threading
from datetime import datetime

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import cloudwatch_logs, ecs

from launcher.config import Config

_LAST_LINES_SECONDS = 10
_readers: dict[str, threading.Thread] = {}


def mend(config: Config) -> None:
    ecs._start_awslogs_forwarder = follow


def follow(container, definition: dict, task_id: str) -> None:
    options = ecs._awslogs_config(definition, task_id, container.id)
    if not options:
        return
    scope = (get_account_id(), options["region"] or get_region())
    reader = threading.Thread(target=_forward, args=(container, options, scope), daemon=True, name=f"logs-{task_id[:8]}")
    _readers[container.id] = reader
    reader.start()


def finish(container_id: str) -> None:
    """Returns when everything that the container wrote is in its log group."""
    reader = _readers.pop(container_id, None)
    if reader is not None:
        reader.join(_LAST_LINES_SECONDS)


def _forward(container, options: dict, scope: tuple[str, str]) -> None:
    with request_scope(*scope):
        if not ecs._ensure_awslogs_stream(options):
            return
        last = b""
        # A read ends in an error when the container is removed: everything before it was delivered.
        with contextlib.suppress(Exception):
            for line in _lines(container.logs(stream=True, follow=True, timestamps=True)):
                last = line
                _put(options, line)
            # docker's follow may end before a last line that has no newline.
            unseen = container.logs(timestamps=True, tail=1)
            if unseen and unseen.rstrip(b"\n") != last:
                _put(options, unseen.rstrip(b"\n"))


def _lines(chunks):
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole
    if rest:
        yield rest


def _put(options: dict, line: bytes) -> None:
    stamp, _, message = line.decode("utf-8", errors="replace").partition(" ")
    # docker writes nanoseconds, Python reads at most microseconds.
    moment = datetime.fromisoformat(stamp[:26].rstrip("Z") + "+00:00")
    cloudwatch_logs._put_log_events({
        "logGroupName": options["group"], "logStreamName": options["stream"],
        "logEvents": [{"timestamp": int(moment.timestamp() * 1000), "message": message.rstrip("\r")}],
    })
