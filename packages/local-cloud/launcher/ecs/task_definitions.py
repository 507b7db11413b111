"""A task definition means the same whether CloudFormation or the API registered it, and a family means its latest.

AWS: "AWS::ECS::TaskDefinition ContainerDefinition"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-ecs-taskdefinition-containerdefinition.html)
and "UpdateService"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html): "If a revision is not specified, the
latest ACTIVE revision is used".
"""
from __future__ import annotations

import json

from ministack.services import ecs
from ministack.services.cloudformation import provisioners

from launcher.config import Config

# Keys below these are the user's own words, not the API's.
_VERBATIM = {"Options", "options", "DockerLabels", "dockerLabels"}
_NUMBERS = {"cpu", "memory", "memoryReservation", "startTimeout", "stopTimeout", "containerPort", "hostPort", "interval",
            "timeout", "retries", "startPeriod", "softLimit", "hardLimit", "size", "sharedMemorySize"}
_BOOLEANS = {"essential", "readonlyRootFilesystem", "privileged", "readOnly", "initProcessEnabled", "interactive",
             "pseudoTerminal"}


def mend_container_definitions(config: Config) -> None:
    """ministack leaves `Secrets`, `HealthCheck`, volumes and others in PascalCase: a secret is silently not injected."""
    handler = provisioners._RESOURCE_HANDLERS["AWS::ECS::TaskDefinition"]

    def create(logical_id, props, stack_name):
        request = {"family": f"{stack_name}-{logical_id}", **_camel({key: props[key] for key in props if key != "Tags"}),
                   "tags": [{"key": tag["Key"], "value": str(tag["Value"])} for tag in props.get("Tags") or []]}
        # The task's own size is text in the API, its containers' are numbers.
        request |= {key: str(request[key]) for key in ("cpu", "memory") if key in request}
        status, _, body = ecs._register_task_definition(request)
        answer = json.loads(body)
        if status >= 400:
            raise ValueError(f"Resource handler returned message: \"{answer['message']}\" (HandlerErrorCode: InvalidRequest)")
        arn = answer["taskDefinition"]["taskDefinitionArn"]
        return arn, {"TaskDefinitionArn": arn}

    handler["create"] = provisioners._ecs_task_def_create = create


def _camel(value, key: str = "", verbatim: bool = False):
    if isinstance(value, dict):
        return {(name if verbatim else _lower(name)): _camel(item, _lower(name), name in _VERBATIM)
                for name, item in value.items()}
    if isinstance(value, list):
        return [_camel(item, key) for item in value]
    if verbatim:
        return value
    if key in _NUMBERS and isinstance(value, str) and value.isdigit():
        return int(value)
    if key in _BOOLEANS and value in ("true", "false"):
        return value == "true"
    return value


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]


def mend_family(config: Config) -> None:
    """ministack takes the highest number ever given, even of a revision that was deregistered."""
    resolve = ecs._resolve_td_key

    def resolve_latest_active(reference):
        family = (reference or "").split("task-definition/")[-1]
        if not family or ":" in family:
            return resolve(reference)
        revisions = [found["revision"] for found in ecs._task_defs.values()
                     if found["family"] == family and found["status"] == "ACTIVE"]
        return f"{family}:{max(revisions)}" if revisions else family

    ecs._resolve_td_key = resolve_latest_active
