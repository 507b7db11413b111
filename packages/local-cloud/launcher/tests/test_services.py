"""ECS services: rollouts, what they wait for, and what becomes of a bad one."""
from __future__ import annotations

import uuid

import pytest
from launcher.ecs.plan import pause_seconds
from process import until
from services import CHECK, PATIENT_CHECK, Bench
from stacks import refused

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def web(bench):
    """A service behind the load balancer that has come up once. Tests leave it steady, with one task."""
    group = bench.target_group("web.example.test")
    definition = bench.definition("web", environment={"VERSION": "1"}, healthCheck=CHECK)
    bench.service("web", definition, group)
    return {"deployment": bench.settled("web", "SUCCESSFUL"), "definition": definition}


def shown(bench: Bench) -> str:
    """What a visitor is told by the release that runs now."""
    return bench.answer("/", "web.example.test").split("\n")[0]


def release(bench: Bench, **environment) -> tuple[str, str]:
    """A task definition of the web service with a version of its own, and what that tells a visitor."""
    version = uuid.uuid4().hex[:6]
    made = bench.definition("web", environment={"VERSION": version, **environment},
                            healthCheck=PATIENT_CHECK if "HELD" in environment else CHECK)
    return made, f"version={version}"


def test_a_new_service_is_in_progress_until_its_task_is_healthy(bench):
    def held_back() -> int:
        return bench.log_lines(task).count("held back")

    def look() -> str:
        """The rollout first: when its task is not healthy afterwards, it was not healthy then either."""
        rollout = bench.described("new")["deployments"][0]["rolloutState"]
        seen.append((rollout, bench.task(task)["healthStatus"]))
        return rollout

    definition = bench.definition("new", environment={"HELD": "1"}, healthCheck=PATIENT_CHECK)
    seen: list[tuple[str, str]] = []
    assert bench.service("new", definition)["deployments"][0]["rolloutState"] == "IN_PROGRESS"
    task = until(lambda: bench.tasks("new"), "a task")[0]["taskArn"]
    until(lambda: look() and held_back() >= 3, "three failed checks")
    assert set(seen) == {("IN_PROGRESS", "UNKNOWN")}
    bench.release(task)
    until(lambda: look() == "COMPLETED", "a completed rollout")
    assert {rollout for rollout, health in seen if health != "HEALTHY"} == {"IN_PROGRESS"}
    assert seen[-1] == ("COMPLETED", "HEALTHY") and bench.settled("new", "SUCCESSFUL")
    bench.ecs.delete_service(cluster=bench.cluster, service="new", force=True)


def test_a_new_target_is_initial_until_its_check_passed(bench):
    def states() -> list[str]:
        found = bench.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return [one["TargetHealth"]["State"] for one in found]

    group = bench.target_group("late.example.test")
    bench.service("late", bench.definition("late", environment={"HELD": "1"}), group, healthCheckGracePeriodSeconds=300)
    assert until(states, "a target") == ["initial"]
    assert bench.answer("/", "late.example.test").startswith("503")
    bench.release(bench.tasks("late")[0]["taskArn"])
    until(lambda: states() == ["healthy"], "a healthy target")
    bench.ecs.delete_service(cluster=bench.cluster, service="late", force=True)


def test_the_load_balancer_answers_at_its_port_by_host_and_header(bench, web):
    assert bench.launcher.get("/", "web.example.test")[0] == 403
    assert bench.launcher.get("/", "other.example.test", {"X-Origin-Verify": "yes"})[0] == 403
    seen = dict(line.split("=", 1) for line in bench.answer("/", "WEB.example.test:8080").split("\n"))
    assert seen["version"] and seen["host"] == "WEB.example.test"
    assert seen["x-forwarded-for"] == "127.0.0.1" and seen["x-forwarded-proto"] == "http" and seen["x-forwarded-port"] == "80"


def test_a_deployment_tells_its_revision_and_images(bench, web):
    deployment = web["deployment"]
    assert ":service-deployment/" in deployment["serviceDeploymentArn"] and deployment["finishedAt"]
    target = deployment["targetServiceRevision"]
    assert (target["requestedTaskCount"], target["runningTaskCount"], target["pendingTaskCount"]) == (1, 1, 0)
    revision = bench.ecs.describe_service_revisions(serviceRevisionArns=[target["arn"]])["serviceRevisions"][0]
    assert revision["taskDefinition"] == web["definition"]
    assert revision["containerImages"][0]["imageDigest"] == bench.pushed["digest"]


def test_a_rollout_loses_no_request_and_ends_with_the_new_tasks_alone(bench, web):
    old = {task["taskArn"] for task in bench.tasks("web")}
    before, (definition, after) = shown(bench), release(bench)
    with bench.watched("web.example.test") as watch:
        answered = bench.update("web", taskDefinition="web")
        assert [one["status"] for one in answered["deployments"]] == ["PRIMARY", "ACTIVE"]
        bench.settled("web", "SUCCESSFUL")
        watch.ends_with(after)
    assert set(watch.answers) == {before, after}
    service = bench.described("web")
    assert service["taskDefinition"] == definition
    assert [(one["status"], one["rolloutState"]) for one in service["deployments"]] == [("PRIMARY", "COMPLETED")]
    assert not old & {task["taskArn"] for task in bench.tasks("web")}
    assert bench.latest("web")["sourceServiceRevisions"] != []


def test_a_task_says_which_deployment_started_it(bench, web):
    assert bench.tasks("web")[0]["startedBy"] == bench.described("web")["deployments"][0]["id"]


def test_a_crashing_release_is_rolled_back_by_the_circuit_breaker(bench, web):
    before, told, (bad, _) = bench.described("web")["taskDefinition"], shown(bench), release(bench, CRASH="1")
    with bench.watched("web.example.test") as watch:
        bench.update("web", taskDefinition=bad)
        deployment = bench.settled("web", "ROLLBACK_SUCCESSFUL")
    assert set(watch.answers) == {told}
    assert deployment["deploymentCircuitBreaker"] == {"status": "TRIGGERED", "failureCount": 3, "threshold": 3}
    assert deployment["statusReason"] == "ECS deployment circuit breaker: tasks failed to start."
    assert deployment["rollback"]["serviceRevisionArn"] == deployment["sourceServiceRevisions"][0]["arn"]
    assert bench.described("web")["taskDefinition"] == before
    failed = next(task for task in bench.tasks("web", "STOPPED") if task["taskDefinitionArn"] == bad)
    stopped = bench.stopped(failed["taskArn"])
    assert (stopped["stopCode"], stopped["stoppedReason"]) == ("EssentialContainerExited", "Essential container in task exited")
    assert stopped["containers"][0]["exitCode"] == 3
    assert bench.log_lines(stopped["taskArn"]) == ["crashing on purpose"]


def test_an_unhealthy_release_never_gets_traffic_and_is_rolled_back_on_request(bench, web):
    told, (bad, _) = shown(bench), release(bench, UNHEALTHY="1")
    with bench.watched("web.example.test") as watch:
        bench.update("web", taskDefinition=bad)
        until(lambda: any(task["healthStatus"] == "UNHEALTHY" or task["lastStatus"] == "STOPPED" for task in
                          bench.tasks("web") + bench.tasks("web", "STOPPED") if task["taskDefinitionArn"] == bad),
              "a task that is not healthy")
        arn = bench.latest("web")["serviceDeploymentArn"]
        assert bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ROLLBACK") \
            ["serviceDeploymentArn"] == arn
        deployment = bench.settled("web", "ROLLBACK_SUCCESSFUL")
    assert set(watch.answers) == {told}
    assert "StopServiceDeployment" in deployment["statusReason"]
    assert refused(bench.ecs.stop_service_deployment, serviceDeploymentArn=arn).startswith("ConflictException")
    assert refused(bench.ecs.stop_service_deployment, serviceDeploymentArn=arn[:-3] + "xyz") \
        .startswith("ServiceDeploymentNotFoundException")


def test_an_aborted_deployment_stays_where_it_is(bench, web):
    before, told, (held, _) = bench.described("web")["taskDefinition"], shown(bench), release(bench, HELD="1")
    bench.update("web", taskDefinition=held)
    arn = bench.latest("web")["serviceDeploymentArn"]
    bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ABORT")
    assert bench.settled("web", "STOPPED")["stoppedAt"]
    assert shown(bench) == told
    bench.update("web", taskDefinition=before)
    bench.settled("web", "SUCCESSFUL")


def test_a_stopped_task_is_replaced(bench, web):
    task = bench.tasks("web")[0]["taskArn"]
    bench.ecs.stop_task(cluster=bench.cluster, task=task, reason="by hand")
    until(lambda: [one for one in bench.tasks("web") if one["taskArn"] != task and one["healthStatus"] == "HEALTHY"],
          "a task in its place")
    assert bench.stopped(task)["stoppedReason"] == "by hand"


def test_what_keeps_crashing_is_started_with_growing_pauses(bench):
    def ended() -> list[dict]:
        tasks = sorted(bench.tasks("crash", "STOPPED"), key=lambda task: task["createdAt"])
        return tasks if len(tasks) >= 5 else []

    definition = bench.definition("crash", environment={"CRASH": "1"})
    bench.service("crash", definition, deploymentConfiguration={})
    tasks = until(ended, "five crashes")
    bench.ecs.delete_service(cluster=bench.cluster, service="crash", force=True)
    for crashes, (before, after) in enumerate(zip(tasks, tasks[1:]), 1):
        paused = (after["createdAt"] - before["stoppingAt"]).total_seconds()
        assert paused > pause_seconds(crashes) - 1, "both times are whole seconds, rounded down"


def test_a_first_deployment_that_fails_has_nothing_to_roll_back_to(bench):
    bench.service("first", bench.definition("first", environment={"CRASH": "1"}, healthCheck=CHECK))
    assert "no completed deployment" in bench.settled("first", "ROLLBACK_FAILED")["statusReason"]
    assert bench.described("first")["deployments"][0]["rolloutState"] == "FAILED"
    bench.ecs.delete_service(cluster=bench.cluster, service="first", force=True)


def test_a_changed_network_starts_a_deployment_and_a_changed_count_does_not(bench, web):
    before = bench.described("web")["deployments"][0]["id"]
    bench.update("web", desiredCount=2)
    until(lambda: bench.described("web")["runningCount"] == 2, "a second task")
    assert bench.described("web")["deployments"][0]["id"] == before
    network = {"awsvpcConfiguration": {"subnets": ["subnet-2"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}
    assert bench.update("web", networkConfiguration=network, desiredCount=1)["deployments"][0]["id"] != before
    bench.settled("web", "SUCCESSFUL")


@pytest.mark.parametrize("call, given, code", [
    ("update_service", {"service": "web", "taskDefinition": "none"}, "ClientException: TaskDefinition not found."),
    ("run_task", {"taskDefinition": "none"}, "ClientException: TaskDefinition not found."),
    ("run_task", {"taskDefinition": "web", "cluster": "none"}, "ClusterNotFoundException: Cluster not found."),
])
def test_a_request_for_what_does_not_exist_is_refused(bench, web, call, given, code):
    assert refused(getattr(bench.ecs, call), **{"cluster": bench.cluster, **given}) == code
