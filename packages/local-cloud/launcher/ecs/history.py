"""The records behind a service's history. They live in the service's own record, so they are saved with it.

A deployment's states are ECS's own (service_deployments.py names the page):
PENDING → IN_PROGRESS → SUCCESSFUL, or → ROLLBACK_IN_PROGRESS → ROLLBACK_SUCCESSFUL | ROLLBACK_FAILED, or → STOPPED;
asked to stop: ROLLBACK_REQUESTED or STOP_REQUESTED first.
"""
from __future__ import annotations

import secrets

from ministack.core.responses import new_uuid
from ministack.services import ecs

_KEPT = 100
OVER = ("SUCCESSFUL", "STOPPED", "ROLLBACK_SUCCESSFUL", "ROLLBACK_FAILED")
REVISION_FIELDS = ("taskDefinition", "capacityProviderStrategy", "launchType", "platformVersion", "loadBalancers",
                    "serviceRegistries", "networkConfiguration")


def deployments(service: dict) -> list[dict]:
    return service.setdefault("_service_deployments", [])


def service_of(arn: str) -> dict | None:
    parts = arn.split("/")
    return ecs._services.get(f"{parts[1]}/{parts[2]}") if len(parts) == 4 else None


def find(arn: str) -> tuple[dict | None, dict | None]:
    service = service_of(arn)
    record = next((one for one in deployments(service) if one["id"] == arn.split("/")[-1]), None) if service else None
    return service, record


def record_of(service: dict, deployment_id: str) -> dict | None:
    return next((one for one in deployments(service) if one["_deployment"] == deployment_id), None)


def begin(service: dict, deployment: dict) -> dict:
    """A new target revision; a deployment that it overtakes is over."""
    for other in deployments(service):
        if other["status"] not in OVER:
            end(other, "STOPPED", f"A newer deployment of the service started: {deployment['id']}.")
    sources = service.get("_current_revisions", [])
    deployment["_revision"] = _add_revision(service)
    record = {"id": secrets.token_urlsafe(16).replace("-", "x").replace("_", "y")[:21], "_deployment": deployment["id"],
              "target": deployment["_revision"], "sources": list(sources), "status": "PENDING", "statusReason": None,
              "createdAt": ecs._iso(), "startedAt": None, "finishedAt": None, "stoppedAt": None, "updatedAt": ecs._iso(),
              "rollback": None, "breaker": _breaker(service), "failures": 0}
    deployments(service).insert(0, record)
    del deployments(service)[_KEPT:]
    return record


def move(record: dict, status: str, reason: str | None = None) -> None:
    record.update({"status": status, "updatedAt": ecs._iso()})
    if reason:
        record["statusReason"] = reason
    record["startedAt"] = record["startedAt"] or record["updatedAt"]


def end(record: dict, status: str, reason: str | None = None) -> None:
    move(record, status, reason)
    record["stoppedAt" if status == "STOPPED" else "finishedAt"] = record["updatedAt"]
    if record["breaker"] == "MONITORING":
        record["breaker"] = "MONITORING_COMPLETE"


def request_stop(record: dict, kind: str) -> None:
    move(record, "ROLLBACK_REQUESTED" if kind == "ROLLBACK" else "STOP_REQUESTED",
         f"The deployment was asked to stop by StopServiceDeployment ({kind}).")


def roll_back(record: dict, revision: str, reason: str) -> None:
    move(record, "ROLLBACK_IN_PROGRESS", reason)
    record["rollback"] = {"reason": reason, "startedAt": ecs._iso(), "revision": revision}


def publish(service: dict, record: dict, counts: dict[str, tuple[int, int]]) -> None:
    """What DescribeServices says of the history."""
    ongoing = record["status"] not in OVER
    service["currentServiceDeployment"] = brief(service, record)["serviceDeploymentArn"] if ongoing else None
    service["currentServiceRevisions"] = [_summary(service, revision, counts, service["desiredCount"])
                                          for revision in service.get("_current_revisions", [])]


def event(service: dict, message: str) -> None:
    service["events"].insert(0, {"id": new_uuid(), "createdAt": ecs._iso(),
                                 "message": f"(service {service['serviceName']}) {message}"})
    del service["events"][_KEPT:]


def brief(service: dict, record: dict) -> dict:
    return ecs._sanitize({
        "serviceDeploymentArn": _arn(service, "service-deployment", record["id"]), "serviceArn": service["serviceArn"],
        "clusterArn": service["clusterArn"], "targetServiceRevisionArn": revision_arn(service, record["target"]),
        **{key: record[key] for key in ("status", "statusReason", "createdAt", "startedAt", "finishedAt")}})


def detail(service: dict, record: dict, counts: dict[str, tuple[int, int]]) -> dict:
    def summary(revision: str) -> dict:
        wanted = service["desiredCount"] if revision == record["target"] else counts.get(revision, (0, 0))[0]
        return _summary(service, revision, counts, wanted)

    shown = brief(service, record)
    shown.pop("targetServiceRevisionArn")
    back = record["rollback"]
    return ecs._sanitize({
        **shown, "stoppedAt": record["stoppedAt"], "updatedAt": record["updatedAt"],
        "sourceServiceRevisions": [summary(revision) for revision in record["sources"]],
        "targetServiceRevision": summary(record["target"]),
        "deploymentConfiguration": service.get("deploymentConfiguration"),
        "deploymentCircuitBreaker": {"status": record["breaker"], "failureCount": record["failures"],
                                     "threshold": ecs._circuit_breaker_threshold(service)},
        "rollback": back and {"reason": back["reason"], "startedAt": back["startedAt"],
                              "serviceRevisionArn": revision_arn(service, back["revision"])},
    })


def _summary(service: dict, revision: str, counts: dict[str, tuple[int, int]], wanted: int) -> dict:
    running, pending = counts.get(revision, (0, 0))
    return {"arn": revision_arn(service, revision), "requestedTaskCount": wanted, "runningTaskCount": running,
            "pendingTaskCount": pending}


def revision_arn(service: dict, revision: str) -> str:
    return _arn(service, "service-revision", revision)


def revision_detail(service: dict, revision: dict) -> dict:
    definition = ecs._task_defs.get(ecs._resolve_td_key(revision["taskDefinition"])) or {}
    digests = revision.get("_digests", {})
    images = [{"containerName": one["name"], "image": one["image"], "imageDigest": digests.get(one["name"]) or (
        one["image"].split("@", 1)[1] if "@" in one["image"] else None)} for one in definition.get("containerDefinitions", [])]
    return ecs._sanitize({
        "serviceRevisionArn": revision_arn(service, revision["id"]), "serviceArn": service["serviceArn"],
        "clusterArn": service["clusterArn"], "containerImages": images, "guardDutyEnabled": False,
        "createdAt": revision["createdAt"], **{field: revision.get(field) for field in REVISION_FIELDS}})


def _add_revision(service: dict) -> str:
    revision = str(secrets.randbelow(9 * 10**18) + 10**18)
    service.setdefault("_service_revisions", {})[revision] = {
        "id": revision, "createdAt": ecs._iso(), **{field: service.get(field) for field in REVISION_FIELDS}}
    return revision


def _breaker(service: dict) -> str:
    configured = (service.get("deploymentConfiguration") or {}).get("deploymentCircuitBreaker") or {}
    return "MONITORING" if configured.get("enable") else "DISABLED"


def _arn(service: dict, kind: str, last: str) -> str:
    return f"{service['serviceArn'].replace(':service/', f':{kind}/')}/{last}"
