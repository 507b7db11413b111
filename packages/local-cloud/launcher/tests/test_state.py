"""Stopping and starting: what is kept, what is lost, and whose containers are touched."""
from __future__ import annotations

import os

import docker
import image
import pytest
from conftest import remove_containers
from process import Launcher, until
from stacks import Stacks

pytestmark = pytest.mark.docker
DEFINITION = {"family": "kept", "networkMode": "awsvpc", "cpu": "256", "memory": "512", "containerDefinitions": [
    {"name": "app", "image": image.NAME, "environment": [{"name": "VERSION", "value": "1"}], "stopTimeout": 3}]}


@pytest.fixture
def two(tmp_path):
    """Two instances on one engine."""
    image.build()
    launchers = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        launchers.append(Launcher(tmp_path / name, f"test-{name}-{os.getpid()}"))
    try:
        yield [launcher.start() for launcher in launchers]
    finally:
        for launcher in launchers:
            launcher.stop()
            remove_containers(launcher.instance)


def containers(launcher: Launcher) -> set[str]:
    found = docker.from_env().containers.list(filters={"label": f"cashsouk.instance={launcher.instance}"})
    return {container.id for container in found}


def serve(launcher: Launcher) -> None:
    ecs = launcher.client("ecs")
    ecs.create_cluster(clusterName="kept")
    ecs.register_task_definition(**DEFINITION)
    ecs.create_service(cluster="kept", serviceName="kept", taskDefinition="kept", desiredCount=1)
    until(lambda: running(launcher), "the service to run")


def running(launcher: Launcher) -> bool:
    services = launcher.client("ecs").describe_services(cluster="kept", services=["kept"])["services"]
    return bool(services) and services[0]["runningCount"] == 1 and services[0]["deployments"][0]["rolloutState"] == "COMPLETED"


def test_an_instance_remembers_what_it_had_and_starts_its_services_tasks_again(two):
    first, second = two
    serve(first)
    serve(second)
    others = containers(second)
    target = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": "service/kept/kept",
              "MinCapacity": 1, "MaxCapacity": 2}
    scaling = {"Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": target}}
    stack = Stacks(first).create(scaling)
    s3 = first.client("s3")
    s3.create_bucket(Bucket="kept", CreateBucketConfiguration={"LocationConstraint": "ap-southeast-5"})
    s3.put_object(Bucket="kept", Key="a", Body=b"bytes")
    before = containers(first)
    first.stop()
    assert containers(first) == set()
    first.start()
    until(lambda: running(first) and containers(first), "the service to run again")
    assert not containers(first) & before
    assert first.client("s3").get_object(Bucket="kept", Key="a")["Body"].read() == b"bytes"
    deployments = first.client("ecs").list_service_deployments(cluster="kept", service="kept")["serviceDeployments"]
    assert [one["status"] for one in deployments] == ["SUCCESSFUL"]
    again = Stacks(first)
    resources = {"Target": {**scaling["Target"], "Properties": {**target, "MaxCapacity": 3}}}
    assert again.update(stack, resources).status == "UPDATE_COMPLETE"
    assert containers(second) == others


def test_a_killed_instance_starts_clean_says_so_and_removes_its_own_containers_alone(two):
    first, second = two
    serve(first)
    serve(second)
    first.stop()
    first.start()
    until(lambda: running(first), "the service to run again")
    others, left = containers(second), containers(first)
    first.kill()
    assert containers(first) == left
    first.start()
    assert "The last run was killed" in (first.folder / "launcher.log").read_text()
    assert first.client("ecs").list_clusters()["clusterArns"] == []
    until(lambda: not containers(first), "the left-over containers to be removed")
    assert containers(second) == others


def test_a_taken_port_is_one_clear_sentence(two, tmp_path):
    first, _ = two
    (tmp_path / "third").mkdir()
    third = Launcher(tmp_path / "third", "test-third")
    third.config.write_text(first.config.read_text())
    with pytest.raises(AssertionError, match=f"127.0.0.1:{first.port}: Address already in use"):
        third.start()
