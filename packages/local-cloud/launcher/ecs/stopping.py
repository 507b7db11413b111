"""A task that stops goes through its states, and is STOPPED when its containers have ended, with their exit codes.

ministack reports STOPPED at once, while the container may work on for the length of its stop timeout, and always waits
five seconds.

AWS: "Amazon ECS task lifecycle"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html) and "StopTask"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html): SIGTERM, then after `stopTimeout` (30
seconds by default) SIGKILL.
"""
from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor

from ministack.core.concurrency import resource_lock, spawn_background
from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs, ecs_metadata

from launcher.config import Config
from launcher.ecs import containers, target_health, task_logs

ESSENTIAL_EXITED = "Essential container in task exited"


def mend(config: Config) -> None:
    ecs._stop_task = _stop_task
    ecs._ACTION_MAP["StopTask"] = _stop_task
    ecs._remove_docker_container = lambda client, container: _end(client, container)
    ecs._run_task_worker = _run


def stop(task: dict, reason: str, code: str) -> bool:
    """Returns at once; the task is STOPPED when its containers are."""
    with resource_lock("ecs-task", task["taskArn"]):
        if task["desiredStatus"] == "STOPPED" or task["lastStatus"] == "STOPPED":
            return False
        task.update({"desiredStatus": "STOPPED", "stoppingAt": ecs._iso(), "stoppedReason": reason, "stopCode": code,
                     "lastStatus": "DEACTIVATING" if task["lastStatus"] == "RUNNING" else "STOPPING"})
        ecs._bump_task_version(task)
    ecs_metadata.set_task_status(task["taskArn"], desired_status="STOPPED")
    refresh(task)
    spawn_background(_finish, task, thread_name=f"stop-{task['taskArn'][-8:]}")
    return True


def _stop_task(data: dict):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    task = ecs._resolve_task(data.get("task", ""), cluster) if cluster else None
    if task is None:
        return error_response_json("InvalidParameterException", "The referenced task was not found.", 400)
    stop(task, data.get("reason") or "Task stopped by user", "UserInitiated")
    return json_response({"task": ecs._sanitize(task)})


def _finish(task: dict) -> None:
    target_health.drain(task)
    task["lastStatus"] = "STOPPING"
    with resource_lock("ecs-task", task["taskArn"]):
        ids, tokens = list(task.get("_docker_ids") or []), list(task.get("_metadata_tokens") or [])
        task["_docker_ids"], task["_metadata_tokens"] = [], []
    client = ecs._get_docker()
    with ThreadPoolExecutor(max_workers=max(1, len(ids))) as pool:
        ends = list(pool.map(lambda container_id: _end(client, container_id), ids))
    for container, ended in zip(task["containers"], ends):
        container.update({"lastStatus": "STOPPED", **ended})
    for container in task["containers"][len(ends):]:
        container["lastStatus"] = "STOPPED"
    for token in tokens:
        ecs_metadata.unregister_token(token)
    now = ecs._iso()
    with resource_lock("ecs-task", task["taskArn"]):
        task.update({"executionStoppedAt": now, "stoppedAt": now, "lastStatus": "STOPPED"})
        ecs._bump_task_version(task)
    refresh(task)


def _end(client, container) -> dict:
    """Stops and removes a container; its last lines are in its log group before its task is STOPPED."""
    with contextlib.suppress(Exception):
        if isinstance(container, str):
            container = client.containers.get(container)
        container.stop(timeout=int(container.labels.get(containers.STOP_TIMEOUT, 30)))
        container.reload()
        state = container.attrs["State"]
        task_logs.finish(container.id)
        container.remove(v=True, force=True)
        out_of_memory = {"reason": "OutOfMemoryError: Container killed due to memory usage"}
        return {"exitCode": state["ExitCode"], **(out_of_memory if state.get("OOMKilled") else {})}
    return {}


def refresh(task: dict) -> None:
    cluster = ecs._cluster_name_from_arn(task.get("clusterArn", ""))
    if cluster:
        ecs._recount_cluster(cluster)
        ecs._refresh_service_state(cluster, task.get("group", ""))


def _run(task: dict, task_definition: dict, overrides: list, client, account: str, region: str) -> None:
    with ecs.request_scope(account, region):
        try:
            ecs._start_task_worker(task, task_definition, overrides, client)
            if task["lastStatus"] == "RUNNING":
                ecs._watch_task_lifecycle(task, client, account, region)
        except ecs._SecretResolutionError as error:
            _fail(task, client, "ResourceInitializationError: unable to pull secrets or registry auth: execution resource "
                                f"retrieval failed: {error}")
        except ecs._ImagePullError as error:
            _fail(task, client, f"CannotPullContainerError: {error}")
        except Exception as error:  # docker's refusal of any kind is the task's reason
            _fail(task, client, f"ResourceInitializationError: {error}")


def _fail(task: dict, client, reason: str) -> None:
    ecs.logger.warning("ECS: %s did not start: %s", task["taskArn"], reason)
    ecs._fail_task_start(task, client, reason)
    refresh(task)
