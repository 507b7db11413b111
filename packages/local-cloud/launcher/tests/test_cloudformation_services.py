"""CloudFormation and ECS together: a stack is done when its service is steady, and red when it never was."""
from __future__ import annotations

import pytest
from process import ACCOUNT, REGION
from services import CHECK, NETWORK, Bench
from stacks import Stacks

pytestmark = pytest.mark.docker
# Without one, a task counts as started that was seen alive for a second, which a slow crash may be.
HEALTH_CHECK = {key[0].upper() + key[1:]: value for key, value in CHECK.items()}


@pytest.fixture(scope="module")
def stacks(engine):
    return Stacks(engine)


def resources(bench: Bench, name: str, version: str, **more) -> dict:
    network = NETWORK["awsvpcConfiguration"]
    return {
        "Definition": {"Type": "AWS::ECS::TaskDefinition", "UpdateReplacePolicy": "Retain", "Properties": {
            "Family": name, "Cpu": "256", "Memory": "512", "NetworkMode": "awsvpc", "RequiresCompatibilities": ["FARGATE"],
            "ExecutionRoleArn": bench.execution_role, "TaskRoleArn": bench.task_role, "ContainerDefinitions": [{
                "Name": "app", "Image": {"Fn::Sub": f"${{AWS::AccountId}}.dkr.ecr.{REGION}.amazonaws.com/cashsouk-test:v1"},
                "StopTimeout": 5, "PortMappings": [{"ContainerPort": 3000}], "HealthCheck": HEALTH_CHECK,
                "Environment": [{"Name": "VERSION", "Value": version}, *more.get("environment", [])]}]}},
        "Service": {"Type": "AWS::ECS::Service", "DependsOn": "Definition", "Properties": {
            "ServiceName": name, "Cluster": bench.cluster, "TaskDefinition": name, "LaunchType": "FARGATE",
            "DesiredCount": more.get("count", 1), "DeploymentConfiguration": {"MinimumHealthyPercent": "100",
                "MaximumPercent": "200", "DeploymentCircuitBreaker": {"Enable": "true", "Rollback": "true"}},
            "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": network["subnets"],
                "SecurityGroups": network["securityGroups"], "AssignPublicIp": "DISABLED"}}}},
    }


def test_a_stack_is_complete_when_its_service_runs(stacks, bench):
    stack = stacks.create(resources(bench, "steady", "1"))
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    assert bench.described("steady")["runningCount"] == 1
    assert bench.latest("steady")["status"] == "SUCCESSFUL"
    again = stacks.update(stack, resources(bench, "steady", "1", count=2))
    assert again.status == "UPDATE_COMPLETE", again.reasons()
    assert bench.described("steady")["runningCount"] == 2


def test_a_stack_update_keeps_the_release_that_a_rollout_brought(stacks, bench):
    stack = stacks.create(resources(bench, "released", "1"))
    released = bench.definition("released", environment={"VERSION": "2"})
    bench.update("released", taskDefinition=released)
    bench.settled("released", "SUCCESSFUL")
    stack = stacks.update(stack, resources(bench, "released", "1", count=2))
    assert stack.status == "UPDATE_COMPLETE", stack.reasons()
    assert bench.described("released")["taskDefinition"] == released


def test_a_service_that_never_gets_steady_fails_its_stack_and_leaves_nothing_running(stacks, bench):
    stack = stacks.create(resources(bench, "broken", "1", environment=[{"Name": "CRASH", "Value": "1"}]))
    assert stack.status == "ROLLBACK_COMPLETE"
    assert any("ECS Deployment Circuit Breaker was triggered" in reason for reason in stack.reasons())
    assert bench.described("broken")["status"] == "INACTIVE"
    assert bench.tasks("broken") == []


def test_a_tag_is_resolved_to_one_digest_for_the_whole_deployment(bench, stacks):
    stacks.create(resources(bench, "by-tag", "1", count=2))
    revision = bench.latest("by-tag")["targetServiceRevision"]["arn"]
    found = bench.ecs.describe_service_revisions(serviceRevisionArns=[revision])["serviceRevisions"][0]
    assert found["containerImages"] == [{"containerName": "app", "imageDigest": bench.pushed["digest"],
                                         "image": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/cashsouk-test:v1"}]
    assert {task["containers"][0]["imageDigest"] for task in bench.tasks("by-tag")} == {bench.pushed["digest"]}
