"""CloudFormation waits until a service is steady; ministack answers at once.

AWS: "AWS::ECS::Service" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-ecs-service.html)
and "Amazon ECS deployment circuit breaker"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html): a deployment that the
breaker fails makes the resource fail with "ECS Deployment Circuit Breaker was triggered".
"""
from __future__ import annotations

import json
import time

from ministack.services import ecs
from ministack.services.cloudformation import provisioners, stacks

from launcher.config import Config

SERVICE = "AWS::ECS::Service"
# CloudFormation gives a service three hours; a rehearsal that takes longer than this is stuck.
_PATIENCE_SECONDS = 15 * 60
_POLL_SECONDS = 0.3
_BREAKER = ("Resource handler returned message: \"Error occurred during operation 'ECS Deployment Circuit Breaker was "
            "triggered'.\" (RequestToken: -, HandlerErrorCode: GeneralServiceException)")
_NOT_STEADY = "Resource handler returned message: \"Exceeded attempts to wait\" (HandlerErrorCode: NotStabilized)"
_OVER = ("STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED")


def mend(config: Config) -> None:
    handler = provisioners._RESOURCE_HANDLERS[SERVICE]

    def create(logical_id, props, stack_name):
        name = props.get("ServiceName") or provisioners._physical_name(stack_name, logical_id, max_len=255)
        request = {**_request(props), "serviceName": name, "desiredCount": int(props.get("DesiredCount", 1)),
                   "tags": [{"key": tag["Key"], "value": str(tag["Value"])} for tag in props.get("Tags", [])]}
        service = json.loads(_succeeded(ecs._create_service(request), "CreateService"))["service"]
        try:
            _wait(service["serviceArn"])
        except ValueError:
            delete(service["serviceArn"], props)
            raise
        return service["serviceArn"], {"ServiceArn": service["serviceArn"], "Name": name}

    def update(arn, old, new, stack_name, logical_id=None):
        cluster, name = arn.split("/")[-2:]
        request = {**_request(new), "cluster": cluster, "service": name}
        # A template without DesiredCount leaves the count to autoscaling and operators.
        if "DesiredCount" in new:
            request["desiredCount"] = int(new["DesiredCount"])
        _succeeded(ecs._update_service(request), "UpdateService")
        _wait(arn)
        return arn, {"ServiceArn": arn, "Name": name}

    def delete(arn, props):
        cluster, name = arn.split("/")[-2:]
        ecs._delete_service({"cluster": cluster, "service": name, "force": True})

    handler.update({"create": create, "update": update, "update_with_logical_id": True, "delete": delete})
    blocks = stacks._runs_on_worker_thread
    stacks._runs_on_worker_thread = lambda resource_type: resource_type == SERVICE or blocks(resource_type)


def _request(props: dict) -> dict:
    """What the handler sends each time: all of the template, so a family name means its latest revision each time."""
    request = {
        "cluster": str(props.get("Cluster", "default")).split("/")[-1],
        "taskDefinition": props.get("TaskDefinition", ""),
        "healthCheckGracePeriodSeconds": int(props.get("HealthCheckGracePeriodSeconds") or 0),
        "enableExecuteCommand": str(props.get("EnableExecuteCommand", False)).lower() == "true",
        "platformVersion": props.get("PlatformVersion", "LATEST"),
        "propagateTags": props.get("PropagateTags", "NONE"),
        "enableECSManagedTags": str(props.get("EnableECSManagedTags", False)).lower() == "true",
    }
    for name, field in (("LoadBalancers", "loadBalancers"), ("NetworkConfiguration", "networkConfiguration"),
                        ("CapacityProviderStrategy", "capacityProviderStrategy"),
                        ("DeploymentConfiguration", "deploymentConfiguration")):
        if props.get(name):
            request[field] = _scalars(provisioners._pascal_to_camel(props[name]))
    if props.get("LaunchType"):
        request["launchType"] = props["LaunchType"]
    return request


def _scalars(value):
    """Template parameters arrive as text, the API wants numbers and booleans."""
    if isinstance(value, dict):
        return {key: _scalars(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_scalars(item) for item in value]
    if value in ("true", "false"):
        return value == "true"
    return int(value) if isinstance(value, str) and value.isdigit() else value


def _succeeded(response: tuple, what: str) -> str:
    status, _, body = response
    if status >= 400:
        error = json.loads(body)
        raise ValueError(f"Resource handler returned message: \"{error.get('message', error)} (Service: Ecs, Status "
                         f"Code: {status})\" (HandlerErrorCode: InvalidRequest)")
    return body


def _wait(arn: str) -> None:
    key, end = "/".join(arn.split("/")[-2:]), time.monotonic() + _PATIENCE_SECONDS
    while time.monotonic() < end:
        service = ecs._services.get(key)
        if service is None or service["status"] != "ACTIVE":
            raise ValueError(f"Resource handler returned message: \"Service {arn} is gone\" (HandlerErrorCode: NotFound)")
        latest = (service.get("_service_deployments") or [None])[0]
        if latest and latest["status"] in _OVER:
            raise ValueError(_BREAKER)
        if latest and latest["status"] == "SUCCESSFUL" and service["runningCount"] == service["desiredCount"]:
            return
        time.sleep(_POLL_SECONDS)
    raise ValueError(_NOT_STEADY)
