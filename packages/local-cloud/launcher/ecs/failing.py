"""When a deployment's tasks fail: counting, pausing, giving up, rolling back.

AWS: "How the Amazon ECS deployment circuit breaker detects failures"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html): consecutive failures against
a threshold of half the desired count, from 3 to 200; without a completed deployment to go back to, the deployment stalls.
"Amazon ECS service throttle logic"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html).
"""
from __future__ import annotations

import json
import time

from ministack.services import ecs

from launcher.ecs import history, plan

_ABNORMAL = ("EssentialContainerExited", "TaskFailedToStart")
_BREAKER = "ECS deployment circuit breaker: tasks failed to start."


def count(service: dict, primary: dict, record: dict, tasks: list[dict]) -> None:
    for task in tasks:
        if task["desiredStatus"] != "STOPPED" or task.get("_counted"):
            continue
        task["_counted"] = True
        if task.get("_deployment_id") == primary["id"] and (task["stopCode"] in _ABNORMAL or task.get("_unhealthy")):
            _failed(service, primary, record, was_ready=bool(task.get("_was_ready")))


def refused(service: dict, primary: dict, record: dict, answer: str) -> None:
    """The task could not even be asked for, for example because its role cannot be assumed."""
    message = json.loads(answer).get("message", answer)
    history.event(service, f"failed to launch a task with (error {message}).")
    _failed(service, primary, record, was_ready=False)


def succeeded(service: dict, primary: dict, record: dict, task: dict, lasting_seconds: float) -> None:
    if not task.get("_was_ready"):
        task["_was_ready"] = True
        if _breaker(service).get("resetOnHealthyTask", True) and primary["rolloutState"] == "IN_PROGRESS":
            primary["failedTasks"] = record["failures"] = 0
    if service.get("_restarts") and time.time() - service.get("_not_before", 0) > lasting_seconds:
        service["_restarts"] = 0


def judge(service: dict, primary: dict, record: dict) -> bool:
    """True when the primary deployment is another one now."""
    if record["status"] == "ROLLBACK_REQUESTED":
        return _give_up(service, primary, record, "Service deployment rolled back: requested by StopServiceDeployment.", True)
    if record["status"] == "STOP_REQUESTED":
        return _give_up(service, primary, record, "Service deployment stopped: requested by StopServiceDeployment.", False)
    breaker = _breaker(service)
    if (primary["rolloutState"] == "IN_PROGRESS" and breaker.get("enable")
            and primary["failedTasks"] >= ecs._circuit_breaker_threshold(service)):
        record["breaker"] = "TRIGGERED"
        return _give_up(service, primary, record, _BREAKER, bool(breaker.get("rollback")))
    return False


def _failed(service: dict, primary: dict, record: dict, was_ready: bool) -> None:
    if primary["rolloutState"] == "IN_PROGRESS" and not was_ready:
        primary["failedTasks"] += 1
        primary["updatedAt"] = ecs._iso()
        record["failures"] = primary["failedTasks"]
    service["_restarts"] = service.get("_restarts", 0) + 1
    service["_not_before"] = time.time() + plan.pause_seconds(service["_restarts"])


def _give_up(service: dict, primary: dict, record: dict, reason: str, roll_back: bool) -> bool:
    primary.update({"rolloutState": "FAILED", "rolloutStateReason": reason, "desiredCount": 0, "updatedAt": ecs._iso()})
    history.event(service, f"(deployment {primary['id']}) deployment failed: {reason.rpartition(': ')[2]}")
    target = service.get("_last_completed")
    if not roll_back:
        history.end(record, "STOPPED", reason)
        return False
    if target is None or target["id"] == primary["id"]:
        history.end(record, "ROLLBACK_FAILED", f"{reason} There is no completed deployment to roll back to.")
        return False
    _return_to(service, primary, record, target, reason)
    return True


def _return_to(service: dict, primary: dict, record: dict, target: dict, reason: str) -> None:
    listed = next((one for one in service["deployments"] if one["id"] == target["id"]), None)
    if listed is None:
        listed = dict(target)
        service["deployments"].append(listed)
    primary["status"] = "ACTIVE"
    listed.update({"status": "PRIMARY", "rolloutState": "IN_PROGRESS", "failedTasks": 0, "updatedAt": ecs._iso(),
                   "rolloutStateReason": f"ECS deployment circuit breaker: rolling back to deploymentId {listed['id']}."
                   if reason == _BREAKER else f"Rolling back to deploymentId {listed['id']}."})
    revision = service["_service_revisions"][listed["_revision"]]
    service.update({field: revision[field] for field in history.REVISION_FIELDS})
    service.update({"_restarts": 0, "_not_before": 0})
    history.event(service, f"rolling back to deployment {listed['id']}.")
    history.roll_back(record, listed["_revision"], reason)


def _breaker(service: dict) -> dict:
    return (service.get("deploymentConfiguration") or {}).get("deploymentCircuitBreaker") or {}
