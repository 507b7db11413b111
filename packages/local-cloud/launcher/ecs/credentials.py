"""A task gets the credentials of its own role, at the address that AWS's SDKs accept over plain http.

ministack injects random keys at an address that the SDKs refuse. The SDKs take http from loopback, 169.254.170.2 and
169.254.170.23 only, with any port: the port is the instance's own, so two instances share the address.

AWS: "Container credential provider"
(https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html) and "Amazon ECS task IAM role"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html).
"""
from __future__ import annotations

import json
import threading
import uuid

from ministack.core.responses import error_response_json, request_scope
from ministack.services import ecs

from launcher.config import Config
from launcher.ecs import roles

_PATH = "/v2/credentials/"
_lock = threading.Lock()
_tasks: dict[str, tuple[str, str]] = {}


def mend(config: Config) -> None:
    register = ecs._register_metadata

    def register_metadata(task_arn, cluster_arn, task_definition, definition, launch_type, environment, *args):
        token = register(task_arn, cluster_arn, task_definition, definition, launch_type, environment, *args)
        for name in ("AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN"):
            environment.pop(name, None)
        environment.update({"AWS_REGION": config.region, "AWS_DEFAULT_REGION": config.region})
        if task_definition.get("taskRoleArn") and config.credentials_bind:
            path = _PATH + _credentials_id(task_arn, task_definition["taskRoleArn"])
            environment["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = f"http://{config.credentials_bind}{path}"
        return token

    ecs._register_metadata = register_metadata
    run = ecs._run_task

    def run_task(data):
        found = ecs._task_defs.get(ecs._resolve_td_key(data.get("taskDefinition", ""))) or {}
        overrides = data.get("overrides") or {}
        try:
            for field in ("taskRoleArn", "executionRoleArn"):
                if role := overrides.get(field) or found.get(field):
                    roles.check_trust(role)
        except roles.NotAssumable as error:
            return error_response_json("ClientException", str(error), 400)
        return run(data)

    ecs._run_task = run_task
    ecs._ACTION_MAP["RunTask"] = run_task


def _credentials_id(task_arn: str, role_arn: str) -> str:
    """Every container of a task has one and the same role."""
    with _lock:
        for known, (task, _) in _tasks.items():
            if task == task_arn:
                return known
        made = str(uuid.uuid4())
        _tasks[made] = (task_arn, role_arn)
        return made


def answer(path: str) -> tuple[int, bytes]:
    """The credentials of the task that this path was made for, while it has not stopped."""
    task_arn, role_arn = _tasks.get(path.removeprefix(_PATH), (None, None))
    if task_arn is None or not path.startswith(_PATH):
        return 404, b'{"code":"InvalidIdInRequest","message":"CredentialsV2Request: ID not found"}'
    _, _, _, region, account, _ = task_arn.split(":", 5)
    task = ecs._tasks.get_scoped(account, region, task_arn)
    if task is None or task["lastStatus"] == "STOPPED":
        return 404, b'{"code":"InvalidIdInRequest","message":"CredentialsV2Request: task has stopped"}'
    with request_scope(account, region):
        try:
            return 200, json.dumps(roles.assume(role_arn, task_arn.rsplit("/", 1)[-1])).encode()
        except roles.NotAssumable as error:
            return 400, json.dumps({"code": "AccessDenied", "message": str(error)}).encode()
