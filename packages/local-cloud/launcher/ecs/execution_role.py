"""What ECS fetches before a task starts (image, secrets, log stream), it fetches with the execution role's rights.

ministack fetches as root, so a missing statement in the role goes unnoticed.

AWS: "Amazon ECS task execution IAM role"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html) and "Troubleshooting Amazon ECS
ResourceInitializationError errors"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html).
"""
from __future__ import annotations

import contextvars

from ministack.core.responses import get_account_id, get_region
from ministack.services import cloudwatch_logs, ecr, ecs, secretsmanager

from launcher.config import Config
from launcher.ecs import containers, roles

_task: contextvars.ContextVar[tuple[str, str]] = contextvars.ContextVar("task", default=("", ""))
_PULL = ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")


def mend(config: Config) -> None:
    start, resolve = ecs._start_task_worker, ecs._resolve_container_secrets

    def start_worker(task, task_definition, overrides, client):
        role = (task.get("overrides") or {}).get("executionRoleArn") or task_definition.get("executionRoleArn", "")
        _task.set((role, task["taskArn"].rsplit("/", 1)[-1]))
        for definition in task_definition.get("containerDefinitions", []):
            _image(definition)
            _log_group(definition)
        return start(task, task_definition, overrides, client)

    def resolve_secrets(definition):
        for secret in definition.get("secrets") or []:
            _secret(secret["valueFrom"])
        return resolve(definition)

    ecs._start_task_worker = start_worker
    ecs._resolve_container_secrets = resolve_secrets


def _require(action: str, resource: str, failure, what: str) -> None:
    role, task_id = _task.get()
    if not role:
        raise failure(f"{what}: the task definition names no execution role")
    try:
        roles.require(role, task_id, action, resource)
    except roles.NotAllowed as error:
        raise failure(f"{what}: {error}") from error


def _secret(reference: str) -> None:
    if ":secretsmanager:" in reference:
        arn = ":".join(reference.split(":")[:7])
        _, secret = secretsmanager._resolve(arn)
        _require("secretsmanager:GetSecretValue", secret["ARN"] if secret else arn, ecs._SecretResolutionError,
                 "unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
                 f"{arn} from secrets manager")
        return
    name = reference.split(":parameter", 1)[-1].lstrip("/")
    arn = reference if reference.startswith("arn:") else f"arn:aws:ssm:{get_region()}:{get_account_id()}:parameter/{name}"
    _require("ssm:GetParameters", arn, ecs._SecretResolutionError,
             "unable to retrieve secrets from ssm: service call has been retried 1 time(s)")


def _image(definition: dict) -> None:
    _, _, reference = containers.local_image(definition["image"]).partition("/")
    name = reference.split("@")[0].split(":")[0]
    if name not in ecr._repositories:
        return
    what = f"pull image manifest has been retried 1 time(s): failed to resolve ref {definition['image']}"
    _require("ecr:GetAuthorizationToken", "*", ecs._ImagePullError, what)
    for action in _PULL:
        _require(action, ecr._repo_arn(name), ecs._ImagePullError, what)


def _log_group(definition: dict) -> None:
    options = (definition.get("logConfiguration") or {}).get("options") or {}
    group = options.get("awslogs-group")
    if not group:
        return
    what = "failed to validate logger args: create stream has been retried 1 times: failed to create CloudWatch log stream"
    if group not in cloudwatch_logs._log_groups and str(options.get("awslogs-create-group", "")).lower() != "true":
        raise ecs._SecretResolutionError(f"{what}: ResourceNotFoundException: The specified log group does not exist.")
    arn = f"arn:aws:logs:{get_region()}:{get_account_id()}:log-group:{group}:log-stream:*"
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        _require(action, arn, ecs._SecretResolutionError, what)
