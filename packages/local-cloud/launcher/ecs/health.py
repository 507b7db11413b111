"""A container is as healthy as its health check says, and a task lives as long as its essential containers.

ministack drops health checks. Docker's first probe comes one interval after the start; here the same command is also
tried once a second until it succeeds, which only makes a good start visible earlier.

AWS: "Determine Amazon ECS task health using container health checks"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/healthcheck.html).
"""
from __future__ import annotations

import contextlib
import time

from ministack.core.concurrency import spawn_background
from ministack.core.responses import request_scope
from ministack.services import ecs

from launcher.config import Config
from launcher.ecs import stopping

_POLL_SECONDS = 0.4
_PROBE_SECONDS = 1.0
# A container without a health check must have been seen alive this long to count as started.
_SETTLED_SECONDS = 1.0
_STATES = {"healthy": "HEALTHY", "unhealthy": "UNHEALTHY"}


def mend(config: Config) -> None:
    ecs._watch_task_lifecycle = watch
    # Every DescribeTasks asked docker again; the watcher below already knows.
    ecs._maybe_mark_stopped = lambda task, client=None: None


def watch(task: dict, client, account: str, region: str) -> None:
    def follow():
        with request_scope(account, region):
            while task["desiredStatus"] == "RUNNING":
                # An engine that does not answer is no proof that a container ended.
                with contextlib.suppress(Exception):
                    _observe(task, client)
                time.sleep(_POLL_SECONDS)

    spawn_background(follow, thread_name=f"watch-{task['taskArn'][-8:]}")


def task_health(containers: list[dict], essential: list[bool]) -> str:
    """Essential containers with a health check decide; without one a task's health is UNKNOWN."""
    checked = [container["healthStatus"] for container, needed in zip(containers, essential)
               if needed and container.get("_checked")]
    if "UNHEALTHY" in checked:
        return "UNHEALTHY"
    return "HEALTHY" if checked and all(status == "HEALTHY" for status in checked) else "UNKNOWN"


def container_ready(task: dict) -> bool:
    if any(container.get("_checked") for container in task["containers"]):
        return task["healthStatus"] == "HEALTHY"
    return task.get("_alive_at", 0) - task.get("_alive_since", 0) >= _SETTLED_SECONDS


def _observe(task: dict, client) -> None:
    essential = task.get("_container_essentials") or []
    exited = []
    for index, container_id in enumerate(list(task.get("_docker_ids") or [])):
        found, shown = client.containers.get(container_id), task["containers"][index]
        state = found.attrs["State"]
        if state["Status"] in ("exited", "dead"):
            shown.update({"lastStatus": "STOPPED", "exitCode": state["ExitCode"]})
            exited.append(index >= len(essential) or essential[index])
            continue
        if "Health" in state:
            shown["_checked"] = True
            status = _STATES.get(state["Health"]["Status"], "UNKNOWN")
            if status == "UNKNOWN" and (shown["healthStatus"] == "HEALTHY" or _probe(shown, found)):
                status = "HEALTHY"
            shown["healthStatus"] = status
    if not exited:
        task["_alive_at"] = time.time()
        task.setdefault("_alive_since", task["_alive_at"])
    before, task["healthStatus"] = task["healthStatus"], task_health(task["containers"], essential)
    if any(exited) or (exited and len(exited) == len(task["containers"])):
        stopping.stop(task, stopping.ESSENTIAL_EXITED, "EssentialContainerExited")
    elif before != task["healthStatus"]:
        stopping.refresh(task)


def _probe(shown: dict, container) -> bool:
    if time.monotonic() < shown.get("_next_probe", 0):
        return False
    shown["_next_probe"] = time.monotonic() + _PROBE_SECONDS
    kind, *rest = container.attrs["Config"]["Healthcheck"]["Test"]
    command = ["/bin/sh", "-c", *rest] if kind == "CMD-SHELL" else rest
    return container.exec_run(command).exit_code == 0
