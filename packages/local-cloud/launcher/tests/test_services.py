"""ECS services: rollouts, what they wait for, and what becomes of a bad one."""
from __future__ import annotations

import time

import pytest
from process import until
from services import CHECK
from stacks import refused

pytestmark = pytest.mark.docker


@pytest.fixture(scope="module")
def web(bench):
    """A service behind the load balancer that has come up once, and how long that took."""
    group = bench.target_group("web.example.test")
    definition = bench.definition("web", environment={"VERSION": "1", "READY_AFTER": 3}, healthCheck=CHECK)
    started = time.monotonic()
    service = bench.service("web", definition, group)
    first = bench.described("web")["deployments"][0]["rolloutState"]
    deployment = bench.settled("web", "SUCCESSFUL")
    return {"group": group, "service": service, "first": first, "deployment": deployment,
            "seconds": time.monotonic() - started, "definition": definition}


def test_a_new_service_is_in_progress_until_its_task_is_healthy(web):
    assert web["first"] == "IN_PROGRESS"
    assert 3 <= web["seconds"] < 10


def test_a_new_target_is_initial_until_its_check_passed(bench):
    def states() -> list[str]:
        found = bench.elb.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]
        return [one["TargetHealth"]["State"] for one in found]

    group = bench.target_group("late.example.test")
    bench.service("late", bench.definition("late", environment={"READY_AFTER": 3}), group)
    assert until(states, 15, "a target") == ["initial"]
    assert bench.answer("/", "late.example.test").startswith("503")
    until(lambda: states() == ["healthy"], 15, "a healthy target")
    bench.ecs.delete_service(cluster=bench.cluster, service="late", force=True)


def test_the_load_balancer_answers_at_its_port_by_host_and_header(bench, web):
    assert bench.launcher.get("/", "web.example.test")[0] == 403
    assert bench.launcher.get("/", "other.example.test", {"X-Origin-Verify": "yes"})[0] == 403
    seen = dict(line.split("=", 1) for line in bench.answer("/", "WEB.example.test:8080").split("\n"))
    assert seen["version"] == "1" and seen["host"] == "WEB.example.test"
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
    bench.definition("web", environment={"VERSION": "2"}, healthCheck=CHECK)
    with bench.watched("web.example.test") as watch:
        answered = bench.update("web", taskDefinition="web")
        assert [one["status"] for one in answered["deployments"]] == ["PRIMARY", "ACTIVE"]
        bench.settled("web", "SUCCESSFUL")
        time.sleep(1)
    assert set(watch.answers) == {"version=1", "version=2"}
    service = bench.described("web")
    assert [(one["status"], one["rolloutState"]) for one in service["deployments"]] == [("PRIMARY", "COMPLETED")]
    assert not old & {task["taskArn"] for task in bench.tasks("web")}
    assert bench.latest("web")["sourceServiceRevisions"] != []


def test_a_task_says_which_deployment_started_it(bench, web):
    assert bench.tasks("web")[0]["startedBy"] == bench.described("web")["deployments"][0]["id"]


def test_a_crashing_release_is_rolled_back_by_the_circuit_breaker(bench, web):
    before = bench.described("web")["taskDefinition"]
    bad = bench.definition("web", environment={"VERSION": "3", "CRASH": "1"}, healthCheck=CHECK)
    with bench.watched("web.example.test") as watch:
        bench.update("web", taskDefinition=bad)
        deployment = bench.settled("web", "ROLLBACK_SUCCESSFUL")
    assert set(watch.answers) == {"version=2"}
    assert deployment["deploymentCircuitBreaker"] == {"status": "TRIGGERED", "failureCount": 3, "threshold": 3}
    assert deployment["statusReason"] == "ECS deployment circuit breaker: tasks failed to start."
    assert deployment["rollback"]["serviceRevisionArn"] == deployment["sourceServiceRevisions"][0]["arn"]
    assert bench.described("web")["taskDefinition"] == before
    stopped = next(task for task in bench.tasks("web", "STOPPED") if task["taskDefinitionArn"] == bad)
    assert (stopped["stopCode"], stopped["stoppedReason"]) == ("EssentialContainerExited", "Essential container in task exited")
    assert stopped["containers"][0]["exitCode"] == 3
    assert bench.log_lines(stopped["taskArn"]) == ["crashing on purpose"]


def test_an_unhealthy_release_never_gets_traffic_and_is_rolled_back_on_request(bench, web):
    bad = bench.definition("web", environment={"VERSION": "4", "UNHEALTHY": "1"}, healthCheck=CHECK)
    with bench.watched("web.example.test") as watch:
        bench.update("web", taskDefinition=bad)
        until(lambda: any(task["healthStatus"] == "UNHEALTHY" or task["lastStatus"] == "STOPPED" for task in
                          bench.tasks("web") + bench.tasks("web", "STOPPED") if task["taskDefinitionArn"] == bad), 30, "x")
        arn = bench.latest("web")["serviceDeploymentArn"]
        assert bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ROLLBACK") \
            ["serviceDeploymentArn"] == arn
        deployment = bench.settled("web", "ROLLBACK_SUCCESSFUL")
    assert set(watch.answers) == {"version=2"}
    assert "StopServiceDeployment" in deployment["statusReason"]
    assert refused(bench.ecs.stop_service_deployment, serviceDeploymentArn=arn).startswith("ConflictException")
    assert refused(bench.ecs.stop_service_deployment, serviceDeploymentArn=arn[:-3] + "xyz") \
        .startswith("ServiceDeploymentNotFoundException")


def test_an_aborted_deployment_stays_where_it_is(bench, web):
    bad = bench.definition("web", environment={"VERSION": "5", "READY_AFTER": 60}, healthCheck={**CHECK, "startPeriod": 60})
    bench.update("web", taskDefinition=bad)
    arn = bench.latest("web")["serviceDeploymentArn"]
    bench.ecs.stop_service_deployment(serviceDeploymentArn=arn, stopType="ABORT")
    assert bench.settled("web", "STOPPED")["stoppedAt"]
    assert bench.answer("/", "web.example.test").startswith("version=2")
    bench.update("web", taskDefinition="web:2")
    bench.settled("web", "SUCCESSFUL")


def test_a_stopped_task_is_replaced(bench, web):
    task = bench.tasks("web")[0]["taskArn"]
    bench.ecs.stop_task(cluster=bench.cluster, task=task, reason="by hand")
    until(lambda: [one for one in bench.tasks("web") if one["taskArn"] != task and one["healthStatus"] == "HEALTHY"], 20,
          "a task in its place")
    assert bench.stopped(task)["stoppedReason"] == "by hand"


def test_what_keeps_crashing_is_started_with_growing_pauses(bench):
    definition = bench.definition("crash", environment={"CRASH": "1"})
    bench.service("crash", definition, deploymentConfiguration={})
    time.sleep(9)
    assert 3 <= len(bench.tasks("crash", "STOPPED")) <= 7
    bench.ecs.delete_service(cluster=bench.cluster, service="crash", force=True)


def test_a_first_deployment_that_fails_has_nothing_to_roll_back_to(bench):
    bench.service("first", bench.definition("first", environment={"CRASH": "1"}))
    assert "no completed deployment" in bench.settled("first", "ROLLBACK_FAILED")["statusReason"]
    assert bench.described("first")["deployments"][0]["rolloutState"] == "FAILED"
    bench.ecs.delete_service(cluster=bench.cluster, service="first", force=True)


def test_a_changed_network_starts_a_deployment_and_a_changed_count_does_not(bench, web):
    before = bench.described("web")["deployments"][0]["id"]
    bench.update("web", desiredCount=2)
    until(lambda: bench.described("web")["runningCount"] == 2, 20, "a second task")
    assert bench.described("web")["deployments"][0]["id"] == before
    network = {"awsvpcConfiguration": {"subnets": ["subnet-2"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}
    assert bench.update("web", networkConfiguration=network)["deployments"][0]["id"] != before
    bench.settled("web", "SUCCESSFUL")


@pytest.mark.parametrize("call, given, code", [
    ("update_service", {"service": "web", "taskDefinition": "none"}, "ClientException: TaskDefinition not found."),
    ("run_task", {"taskDefinition": "none"}, "ClientException: TaskDefinition not found."),
    ("run_task", {"taskDefinition": "web", "cluster": "none"}, "ClusterNotFoundException: Cluster not found."),
])
def test_a_request_for_what_does_not_exist_is_refused(bench, web, call, given, code):
    assert refused(getattr(bench.ecs, call), **{"cluster": bench.cluster, **given}) == code
