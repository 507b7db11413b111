"""The history that ECS keeps of a service: its revisions and the deployments that brought them. Stubs in ministack.

AWS: "View service history using Amazon ECS service deployments"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html), "ServiceDeployment"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html), "ServiceRevision"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html) and "StopServiceDeployment"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopServiceDeployment.html).
"""
from __future__ import annotations

from ministack.core.responses import error_response_json, json_response
from ministack.services import ecs

from launcher.config import Config
from launcher.ecs import history, rollout

_STOPPABLE = ("PENDING", "IN_PROGRESS")


def mend(config: Config) -> None:
    ecs._ECS_TIMESTAMP_FIELDS.update({"finishedAt"})
    ecs._ACTION_MAP.update({
        "ListServiceDeployments": _list,
        "DescribeServiceDeployments": _describe,
        "DescribeServiceRevisions": _revisions,
        "StopServiceDeployment": _stop,
    })


def _list(data: dict):
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    name = data.get("service", "").split("/")[-1]
    service = ecs._services.get(f"{cluster}/{name}")
    if service is None:
        return error_response_json("ServiceNotFoundException", "Service not found.", 400)
    wanted, created = data.get("status") or [], data.get("createdAt") or {}
    found = [record for record in history.deployments(service)
             if (not wanted or record["status"] in wanted)
             and ecs._ts_to_epoch(record["createdAt"]) >= created.get("after", 0)
             and ecs._ts_to_epoch(record["createdAt"]) <= created.get("before", float("inf"))]
    start, most = int(data.get("nextToken") or 0), int(data.get("maxResults") or 100)
    answer = {"serviceDeployments": [history.brief(service, record) for record in found[start:start + most]]}
    if start + most < len(found):
        answer["nextToken"] = str(start + most)
    return json_response(answer)


def _describe(data: dict):
    found, failures = [], []
    for arn in data.get("serviceDeploymentArns") or []:
        service, record = history.find(arn)
        if record is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            found.append(history.detail(service, record, rollout.counts(service)))
    return json_response({"serviceDeployments": found, "failures": failures})


def _revisions(data: dict):
    found, failures = [], []
    for arn in data.get("serviceRevisionArns") or []:
        service = history.service_of(arn)
        revision = (service or {}).get("_service_revisions", {}).get(arn.split("/")[-1])
        if revision is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            found.append(history.revision_detail(service, revision))
    return json_response({"serviceRevisions": found, "failures": failures})


def _stop(data: dict):
    arn, kind = data.get("serviceDeploymentArn", ""), data.get("stopType") or "ROLLBACK"
    if kind not in ("ROLLBACK", "ABORT"):
        return error_response_json("InvalidParameterException", f"stopType: want ROLLBACK or ABORT, got {kind}", 400)
    with rollout.LOCK:
        service, record = history.find(arn)
        if record is None:
            return error_response_json("ServiceDeploymentNotFoundException", "The service deployment was not found.", 400)
        if record["status"] not in _STOPPABLE:
            return error_response_json("ConflictException",
                                       f"Cannot stop a service deployment that is {record['status']}.", 400)
        history.request_stop(record, kind)
    rollout.wake()
    return json_response({"serviceDeploymentArn": arn})
