"""What ECS does in a task's name: it assumes the task's roles, and may do no more than their policies allow.

AWS: "Amazon ECS task IAM role"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html) and "Amazon ECS task execution IAM role"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html).
"""
from __future__ import annotations

import json
import secrets
import time

from ministack.core import iam_evaluator
from ministack.core.responses import get_region
from ministack.services import iam, sts

_SERVICE = "ecs-tasks.amazonaws.com"
_HOUR = 3600


class NotAssumable(Exception):
    """The role is missing, or its trust policy does not name ecs-tasks.amazonaws.com."""


class NotAllowed(Exception):
    """The role's policies do not allow what the task needs."""


def check_trust(role_arn: str) -> None:
    role = iam._roles.get_scoped(_account(role_arn), None, role_arn.rsplit("/", 1)[-1])
    if role is None or not _trusts(role.get("AssumeRolePolicyDocument", "{}")):
        raise NotAssumable(f"ECS was unable to assume the role '{role_arn}' that was provided for this task. Please verify "
                           "that the role being passed has the proper trust relationship and permissions and that your "
                           "IAM user has permissions to pass this role.")


def assume(role_arn: str, task_id: str) -> dict:
    check_trust(role_arn)
    key, expiration = sts._gen_session_access_key(), time.time() + _HOUR
    session = {
        "Arn": session_arn(role_arn, task_id), "UserId": f"{sts._role_id(role_arn)}:{task_id}",
        "SecretAccessKey": secrets.token_urlsafe(30), "SessionToken": sts._gen_session_token(), "Expiration": expiration,
        "AccountId": _account(role_arn), "PrincipalType": "AssumedRole", "SourcePrincipalArn": _SERVICE,
    }
    sts.register_session(key, session)
    return {"RoleArn": role_arn, "AccessKeyId": key, "SecretAccessKey": session["SecretAccessKey"],
            "Token": session["SessionToken"],
            "Expiration": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expiration))}


def session_arn(role_arn: str, task_id: str) -> str:
    return f"arn:aws:sts::{_account(role_arn)}:assumed-role/{role_arn.rsplit('/', 1)[-1]}/{task_id}"


def require(role_arn: str, task_id: str, action: str, resource: str) -> None:
    account, principal = _account(role_arn), session_arn(role_arn, task_id)
    context = iam_evaluator.EvalContext(
        principal_arn=principal, principal_type="AssumedRole", principal_account=account, action=action,
        resource_arn=resource, region=get_region(), source_ip="127.0.0.1", secure_transport=True)
    policies = iam_evaluator._gather_role_policies(role_arn.rsplit("/", 1)[-1], account)
    result = iam_evaluator.evaluate(context, policies)
    found = iam_evaluator._resource_policy(action.split(":")[0], resource)
    if found is not None:
        result = iam_evaluator.combine_resource_policy(result, context, *found)
    if result.decision != "Allow":
        why = "with an explicit deny" if result.decision == "Deny" else "because no identity-based policy allows the action"
        raise NotAllowed(f"AccessDeniedException: User: {principal} is not authorized to perform: {action} on resource: "
                         f"{resource} {why}")


def _account(role_arn: str) -> str:
    return role_arn.split(":")[4]


def _trusts(document: str | dict) -> bool:
    policy = json.loads(document) if isinstance(document, str) else document
    statements = policy.get("Statement", [])
    allowed = False
    for statement in [statements] if isinstance(statements, dict) else statements:
        services = (statement.get("Principal") or {}) if isinstance(statement.get("Principal"), dict) else {}
        named = services.get("Service", [])
        actions = statement.get("Action", [])
        if _SERVICE in ([named] if isinstance(named, str) else named) \
                and "sts:AssumeRole" in ([actions] if isinstance(actions, str) else actions):
            if statement.get("Effect") == "Deny":
                return False
            allowed = True
    return allowed
