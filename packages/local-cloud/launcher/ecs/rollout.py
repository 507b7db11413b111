"""The service scheduler: one loop that looks at every service and takes the next step of its rollout.

ministack completes a deployment a second after a container started, keeps starting what crashes without a pause, and
drains nothing before the end. It calls these same functions, so they are replaced one by one.

AWS: "Amazon ECS services" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html), and the pages
that plan.py names.
"""
from __future__ import annotations

import threading
import time

from ministack.core.concurrency import resource_lock
from ministack.core.responses import request_scope
from ministack.services import ecs

from launcher.config import Config
from launcher.ecs import failing, health, history, plan, stopping, target_health

LOCK = threading.RLock()
_TICK_SECONDS = 0.5
# A task that ran this long ends the series of restarts before it.
_LASTING_SECONDS = 60.0
_woken = threading.Event()


def mend(config: Config) -> None:
    make = ecs._make_deployment

    def make_deployment(*args, **kwargs):
        deployment = make(*args, **kwargs)
        return {**deployment, "rolloutState": "IN_PROGRESS",
                "rolloutStateReason": f"ECS deployment {deployment['id']} in progress."}

    ecs._make_deployment = make_deployment
    ecs._reconcile_service_tasks = lambda cluster, key: _changed(key)
    ecs._refresh_service_state = refresh
    for superseded in ("_record_service_task_failure", "_schedule_service_deployment_completion",
                       "_complete_service_deployment", "_record_service_task_healthy"):
        setattr(ecs, superseded, lambda *args, **kwargs: None)
    target_health.on_change(wake)
    threading.Thread(target=_run, daemon=True, name="service-scheduler").start()


def wake() -> None:
    _woken.set()


def refresh(cluster: str, group: str) -> None:
    service = ecs._services.get(f"{cluster}/{(group or '').removeprefix('service:')}")
    if service is None or not (group or "").startswith("service:"):
        return
    found = counts(service)
    service["runningCount"] = sum(running for running, _ in found.values())
    service["pendingCount"] = sum(pending for _, pending in found.values())
    for deployment in service["deployments"]:
        deployment["runningCount"], deployment["pendingCount"] = found.get(deployment.get("_revision"), (0, 0))
    ecs._sync_service_targets(cluster, service)
    wake()


def counts(service: dict) -> dict[str, tuple[int, int]]:
    """Running and pending tasks by service revision."""
    found: dict[str, tuple[int, int]] = {}
    revisions = {one["_deployment"]: one["target"] for one in history.deployments(service)}
    for task in _tasks(service):
        if task["desiredStatus"] != "RUNNING":
            continue
        revision = revisions.get(task.get("_deployment_id"), "")
        running, pending = found.get(revision, (0, 0))
        is_running = task["lastStatus"] == "RUNNING"
        found[revision] = (running + is_running, pending + (not is_running))
    return found


def _changed(key: str) -> None:
    with LOCK:
        service = ecs._services.get(key)
        primary = ecs._primary_deployment(service) if service else None
        if primary and history.record_of(service, primary["id"]) is None:
            history.begin(service, primary)
    wake()


def _run() -> None:
    while True:
        _woken.wait(_TICK_SECONDS)
        _woken.clear()
        for (account, region, key), service in ecs._services.all_items():
            if service.get("status") != "ACTIVE":
                continue
            try:
                with request_scope(account, region), LOCK:
                    _step(key.split("/")[0], service)
            except Exception:
                ecs.logger.exception("service scheduler: %s", key)


def _step(cluster: str, service: dict) -> None:
    primary = ecs._primary_deployment(service)
    if primary is None:
        return
    if history.record_of(service, primary["id"]) is None:
        history.begin(service, primary)
    record = history.deployments(service)[0]
    if record["status"] == "PENDING":
        history.move(record, "IN_PROGRESS")
    primary["desiredCount"] = service["desiredCount"] if primary["rolloutState"] != "FAILED" else 0
    _keep_digests(service, primary)
    failing.count(service, primary, record, _tasks(service))
    if failing.judge(service, primary, record):
        primary = ecs._primary_deployment(service)
    _stop_unhealthy(service)
    _act(cluster, service, primary, record)
    _prune(service, primary)
    history.publish(service, record, counts(service))


def _act(cluster: str, service: dict, primary: dict, record: dict) -> None:
    if primary["rolloutState"] == "FAILED":
        return
    live = [task for task in _tasks(service) if task["desiredStatus"] == "RUNNING"]
    new = [task for task in live if task.get("_deployment_id") == primary["id"]]
    old = [task for task in live if task.get("_deployment_id") != primary["id"]]
    is_ready = {task["taskArn"]: _ready(service, task) for task in live}
    for task in new:
        if is_ready[task["taskArn"]]:
            failing.succeeded(service, primary, record, task, _LASTING_SECONDS)
    configured = service.get("deploymentConfiguration") or {}
    limits = plan.Limits(int(service["desiredCount"]), int(configured.get("minimumHealthyPercent", 100)),
                         int(configured.get("maximumPercent", 200)))
    definition = ecs._task_defs.get(ecs._resolve_td_key(primary["taskDefinition"]))
    step = plan.next_step(_side(new, is_ready), _side(old, is_ready), limits,
                          definition is not None and time.time() >= service.get("_not_before", 0))
    for task in sorted(new, key=lambda task: task["createdAt"], reverse=True)[:step.stop_new]:
        stopping.stop(task, f"Scaling activity initiated by (deployment {primary['id']})", "ServiceSchedulerInitiated")
    ready_old = [task for task in old if is_ready[task["taskArn"]]]
    going = ready_old[:step.stop_old_ready] + (
        [task for task in old if not is_ready[task["taskArn"]]] if step.stop_old_unready else [])
    for task in going:
        stopping.stop(task, f"Scaling activity initiated by (deployment {primary['id']})", "ServiceSchedulerInitiated")
    if step.start:
        _start(cluster, service, primary, record, definition, step.start, bool(new))
    if step.complete and primary["rolloutState"] == "IN_PROGRESS":
        _complete(service, primary, record)


def _side(tasks: list[dict], is_ready: dict[str, bool]) -> plan.Tasks:
    return plan.Tasks(len(tasks), sum(is_ready[task["taskArn"]] for task in tasks))


def _ready(service: dict, task: dict) -> bool:
    if task["lastStatus"] != "RUNNING" or not health.container_ready(task):
        return False
    address = ecs._task_ip(task)
    return all(target_health.state_of(balancer["targetGroupArn"], address, balancer["containerPort"]) == "healthy"
               for balancer in service.get("loadBalancers") or [] if balancer.get("targetGroupArn"))


def _stop_unhealthy(service: dict) -> None:
    grace = int(service.get("healthCheckGracePeriodSeconds") or 0)
    for task in _tasks(service):
        if task["desiredStatus"] != "RUNNING" or task["lastStatus"] != "RUNNING":
            continue
        if time.time() - _epoch(task["startedAt"]) < grace:
            continue
        address = ecs._task_ip(task)
        bad = next((balancer["targetGroupArn"] for balancer in service.get("loadBalancers") or []
                    if balancer.get("targetGroupArn") and target_health.state_of(
                        balancer["targetGroupArn"], address, balancer["containerPort"]) == "unhealthy"), None)
        reason = ("Task failed container health checks" if task["healthStatus"] == "UNHEALTHY"
                  else f"Task failed ELB health checks in (target-group {bad})" if bad else None)
        if reason:
            task["_unhealthy"] = True
            history.event(service, f"(task {task['taskArn'].split('/')[-1]}) {reason[5:]}.")
            stopping.stop(task, reason, "ServiceSchedulerInitiated")


def _start(cluster, service, primary, record, definition, count: int, started: bool) -> None:
    # A tag is resolved once, by the first task, so that all tasks of a deployment run one image.
    if ecs._deployment_needs_first_task(primary, definition, service):
        count = 0 if started else 1
    if count == 0:
        return
    status, _, body = ecs._run_task({
        "cluster": cluster, "taskDefinition": primary["taskDefinition"], "count": count, "startedBy": primary["id"],
        "group": f"service:{service['serviceName']}", "launchType": service.get("launchType"),
        "capacityProviderStrategy": service.get("capacityProviderStrategy"),
        "platformVersion": service.get("platformVersion", ""), "networkConfiguration": service["networkConfiguration"],
        "enableExecuteCommand": service.get("enableExecuteCommand", False), "_deploymentId": primary["id"]})
    if status >= 400:
        failing.refused(service, primary, record, body.decode() if isinstance(body, bytes) else body)


def _complete(service: dict, primary: dict, record: dict) -> None:
    primary.update({"rolloutState": "COMPLETED", "updatedAt": ecs._iso(),
                    "rolloutStateReason": f"ECS deployment {primary['id']} completed."})
    service["_last_completed"] = dict(primary)
    service["_current_revisions"] = [primary["_revision"]]
    history.event(service, f"(deployment {primary['id']}) deployment completed.")
    history.event(service, "has reached a steady state.")
    history.end(record, "ROLLBACK_SUCCESSFUL" if record["rollback"] else "SUCCESSFUL")


def _prune(service: dict, primary: dict) -> None:
    """A replaced deployment is listed while it has tasks; a failed one until the rollback is done."""
    used = {task.get("_deployment_id") for task in _tasks(service) if task["desiredStatus"] == "RUNNING"}
    with resource_lock("ecs-service", service["serviceArn"]):
        service["deployments"] = [one for one in service["deployments"] if one is primary or one["id"] in used
                                  or (one["rolloutState"] == "FAILED" and primary["rolloutState"] == "IN_PROGRESS")]


def _keep_digests(service: dict, primary: dict) -> None:
    revision = service.get("_service_revisions", {}).get(primary.get("_revision"))
    if revision is not None and primary.get("_image_digests"):
        revision["_digests"] = dict(primary["_image_digests"])


def _tasks(service: dict) -> list[dict]:
    group, cluster = f"service:{service['serviceName']}", service["clusterArn"]
    return [task for task in list(ecs._tasks.values()) if task.get("group") == group and task["clusterArn"] == cluster]


def _epoch(moment: str | None) -> float:
    return float(ecs._ts_to_epoch(moment)) if moment else time.time()
