"""Requests that AWS refuses and ministack accepts, and updates that start a deployment there and not in ministack.

AWS: "UpdateService" (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html): a change of the
network, the load balancers or the platform version starts a deployment; "RunTask"
(https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html): ClusterNotFoundException.
"""
from __future__ import annotations

from ministack.core.responses import error_response_json
from ministack.services import ecs

from launcher.config import Config
from launcher.ecs import rollout

_DEPLOYS = ("networkConfiguration", "loadBalancers", "platformVersion", "capacityProviderStrategy", "serviceRegistries")


def mend(config: Config) -> None:
    checks = {"CreateService": _check_create, "UpdateService": _check_update, "RunTask": _check_run,
              "DeleteService": lambda data: None}
    for operation, name in (("CreateService", "_create_service"), ("UpdateService", "_update_service"),
                            ("DeleteService", "_delete_service"), ("RunTask", "_run_task")):
        wrapped = _checked(getattr(ecs, name), checks[operation], locks=operation != "RunTask")
        setattr(ecs, name, wrapped)
        ecs._ACTION_MAP[operation] = wrapped


def _checked(call, check, locks: bool):
    def checked(data: dict):
        if not locks:
            return check(data) or call(data)
        # The scheduler must not see a service half updated.
        with rollout.LOCK:
            return check(data) or call(_with_deployment(data))

    return checked


def _check_run(data: dict):
    # A service keeps starting tasks of a revision that was deregistered meanwhile.
    if data.get("_deploymentId"):
        return None
    return _cluster(data) or _definition(data.get("taskDefinition"))


def _check_create(data: dict):
    return _cluster(data) or _definition(data.get("taskDefinition"))


def _check_update(data: dict):
    service = _service(data)
    if service is not None and service["status"] != "ACTIVE":
        return error_response_json("ServiceNotActiveException", "Service was not ACTIVE.", 400)
    return _definition(data["taskDefinition"]) if data.get("taskDefinition") is not None else None


def _cluster(data: dict):
    name = ecs._resolve_cluster_name(data.get("cluster", "default"))
    known = ecs._clusters.get(name) if name else None
    return None if known else error_response_json("ClusterNotFoundException", "Cluster not found.", 400)


def _definition(reference: str | None):
    found = ecs._task_defs.get(ecs._resolve_td_key(reference or ""))
    if found is None:
        return error_response_json("ClientException", "TaskDefinition not found.", 400)
    if found["status"] != "ACTIVE":
        return error_response_json("ClientException", "TaskDefinition is inactive.", 400)
    return None


def _service(data: dict) -> dict | None:
    cluster = ecs._resolve_cluster_name(data.get("cluster", "default"))
    return ecs._services.get(f"{cluster}/{str(data.get('service', '')).split('/')[-1]}")


def _with_deployment(data: dict) -> dict:
    service = _service(data) if data.get("service") else None
    if service is None or not any(field in data and _differs(data[field], service.get(field)) for field in _DEPLOYS):
        return data
    return {**data, "forceNewDeployment": True}


def _differs(new, old) -> bool:
    absent = (None, "", "LATEST", [], {})
    return new != old and not (new in absent and old in absent)
