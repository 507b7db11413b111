"""What a request is authorized against: the resource that AWS names for it, and the roles that it passes on.

AWS: "Actions, resources, and condition keys for Amazon Elastic Container Service"
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html) and "Grant a
user permissions to pass a role to an AWS service"
(https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html); "Troubleshoot access denied error messages"
(https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
"""
from __future__ import annotations

import contextvars
import json
from urllib.parse import parse_qs

from ministack.core import iam_actions, iam_evaluator
from ministack.services import ecs

from launcher.config import Config

_denied_role: contextvars.ContextVar[str | None] = contextvars.ContextVar("denied_role", default=None)
# Operations whose resource AWS leaves at "*".
_ANY = {"RegisterTaskDefinition", "DescribeTaskDefinition", "ListTaskDefinitions", "ListTaskDefinitionFamilies",
        "DeregisterTaskDefinition", "ListClusters", "CreateCluster", "ListServices"}


def mend_ecs_resources(config: Config) -> None:
    """ministack checks every ECS request against the cluster's ARN, so a policy for one service allows nothing."""
    extract = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, params, region, account):
        operation = _operation(headers)
        if service != "ecs" or not operation:
            return extract(service, method, path, headers, body, params, region, account)
        arn = ecs_resource(operation, _json(body), f"arn:aws:ecs:{region}:{account}:")
        return arn or extract(service, method, path, headers, body, params, region, account)

    iam_actions.extract_resource_arn = extract_resource_arn
    enforce = iam_evaluator.enforce

    def enforce_with_cluster(access_key, action, service, region, resource_arn="*", service_context=None):
        context = dict(service_context or {})
        if service == "ecs" and (cluster := _cluster_of_request()):
            context["ecs:cluster"] = cluster
        return enforce(access_key, action, service, region, resource_arn=resource_arn, service_context=context)

    iam_evaluator.enforce = enforce_with_cluster


def mend_ssm_resources(config: Config) -> None:
    """ministack names a parameter only by `Name`: GetParametersByPath is checked against "*", so a policy for a path denies it.

    AWS: "Actions, resources, and condition keys for AWS Systems Manager"
    (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssystemsmanager.html): the resource of
    GetParametersByPath, as of GetParameters, is the parameter.
    """
    extract = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, params, region, account):
        if service == "ssm" and _operation(headers) in ("GetParametersByPath", "GetParameters"):
            data = _json(body)
            name = data.get("Path") or next(iter(data.get("Names") or []), "")
            if isinstance(name, str) and name and not name.startswith("arn:"):
                return f"arn:aws:ssm:{region}:{account}:parameter/{name.strip('/')}"
        return extract(service, method, path, headers, body, params, region, account)

    iam_actions.extract_resource_arn = extract_resource_arn


def mend_log_resources(config: Config) -> None:
    """ministack checks what reads a log stream against its group, so a policy for the group's streams denies it.

    AWS: "Actions, resources, and condition keys for Amazon CloudWatch Logs"
    (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html): the resource of
    GetLogEvents is the log stream.
    """
    extract = iam_actions.extract_resource_arn

    def extract_resource_arn(service, method, path, headers, body, params, region, account):
        arn = extract(service, method, path, headers, body, params, region, account)
        if service == "logs" and _operation(headers) == "GetLogEvents":
            return f"{arn}:log-stream:{_json(body).get('logStreamName', '')}"
        return arn

    iam_actions.extract_resource_arn = extract_resource_arn


def ecs_resource(operation: str, data: dict, prefix: str) -> str | None:
    cluster = str(data.get("cluster") or "default").split("/")[-1]

    def arn(kind: str, value: object) -> str:
        return str(value) if str(value).startswith("arn:") else f"{prefix}{kind}{value}"

    if operation in _ANY:
        return "*"
    if operation in ("UpdateService", "DeleteService", "ListServiceDeployments"):
        return arn(f"service/{cluster}/", data.get("service", ""))
    if operation == "CreateService":
        return arn(f"service/{cluster}/", data.get("serviceName", ""))
    if operation == "DescribeServices":
        return arn(f"service/{cluster}/", (data.get("services") or ["*"])[0])
    if operation in ("DescribeServiceDeployments", "DescribeServiceRevisions"):
        return (data.get("serviceDeploymentArns") or data.get("serviceRevisionArns") or ["*"])[0]
    if operation == "StopServiceDeployment":
        return data.get("serviceDeploymentArn") or "*"
    if operation == "RunTask":
        found = ecs._task_defs.get(ecs._resolve_td_key(str(data.get("taskDefinition", ""))))
        return found["taskDefinitionArn"] if found else arn("task-definition/", data.get("taskDefinition", ""))
    if operation == "StopTask":
        return arn(f"task/{cluster}/", data.get("task", ""))
    if operation == "DescribeTasks":
        return arn(f"task/{cluster}/", (data.get("tasks") or ["*"])[0])
    if operation == "ListTasks":
        return "*"
    return None


def mend_pass_role(config: Config) -> None:
    """ministack never asks for iam:PassRole."""
    enforce = iam_evaluator.enforce

    def enforce_with_roles(access_key, action, service, region, resource_arn="*", service_context=None):
        # The request is forgotten once its signature was checked.
        roles = _passed_roles(action)
        denied = enforce(access_key, action, service, region, resource_arn=resource_arn, service_context=service_context)
        if denied is not None:
            return denied
        for role, receiver in roles:
            denied = enforce(access_key, "iam:PassRole", "iam", region, resource_arn=role,
                             service_context={"iam:PassedToService": receiver})
            if denied is not None:
                _denied_role.set(role)
                return denied
        return None

    iam_evaluator.enforce = enforce_with_roles
    respond = iam_actions.access_denied_response

    def respond_with_role(service, action, principal, request_id, **rest):
        role = _denied_role.get()
        if role:
            _denied_role.set(None)
            action, rest["resource_arn"] = "iam:PassRole", role
        return respond(service, action, principal, request_id, **rest)

    iam_actions.access_denied_response = respond_with_role


def mend_denials(config: Config) -> None:
    """ministack's refusals name the action alone, so nobody sees which resource the policy lacks."""
    respond = iam_actions.access_denied_response

    def respond_with_resource(service, action, principal, request_id, **rest):
        if not any(rest.get(key) for key in ("message", "error_code", "resource_policy_arn")):
            rest["message"] = iam_actions.identity_denial_message(
                action, principal, rest.get("resource_arn", "*"), bool(rest.get("explicit_deny")))
        return respond(service, action, principal, request_id, **rest)

    iam_actions.access_denied_response = respond_with_resource


def _passed_roles(action: str) -> list[tuple[str, str]]:
    signed = iam_evaluator._signed_request.get()
    if signed is None:
        return []
    if action == "ecs:RegisterTaskDefinition":
        data = _json(signed.body)
        return [(data[field], "ecs-tasks.amazonaws.com") for field in ("taskRoleArn", "executionRoleArn")
                if data.get(field)]
    if action in ("cloudformation:CreateStack", "cloudformation:UpdateStack", "cloudformation:CreateChangeSet",
                  "cloudformation:DeleteStack"):
        return [(role, "cloudformation.amazonaws.com") for role in _form(signed.body).get("RoleARN", [])]
    return []


def _cluster_of_request() -> str | None:
    signed = iam_evaluator._signed_request.get()
    if signed is None:
        return None
    name = str(_json(signed.body).get("cluster") or "default").split("/")[-1]
    cluster = ecs._clusters.get(name)
    return cluster["clusterArn"] if cluster else None


def _operation(headers: dict) -> str:
    return next((value for key, value in headers.items() if key.lower() == "x-amz-target"), "").split(".")[-1]


def _json(body: bytes | str | None) -> dict:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        return {}
    return parsed if isinstance(parsed, dict) else {}


def _form(body: bytes) -> dict[str, list[str]]:
    return parse_qs((body or b"").decode("utf-8", errors="replace"))
