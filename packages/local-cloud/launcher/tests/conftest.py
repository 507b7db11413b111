from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

import docker
import pytest

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parents[2])]

import image  # noqa: E402
from process import ACCOUNT, PATIENCE_SECONDS, REGION, Launcher  # noqa: E402
from services import Bench  # noqa: E402
from stacks import Stacks  # noqa: E402


def pytest_configure(config):
    config.addinivalue_line("markers", "docker: runs containers on the machine's docker engine")


def _launcher(folder: Path, instance: str, with_docker: bool, extra: dict | None = None):
    launcher = Launcher(folder, f"{instance}-{os.getpid()}", extra or {}, with_docker)
    try:
        yield launcher.start()
    finally:
        launcher.stop()
        remove_containers(launcher.instance)


def remove_containers(instance: str) -> None:
    for container in docker.from_env().containers.list(all=True, filters={"label": f"cashsouk.instance={instance}"}):
        container.remove(force=True, v=True)


def remove_leftovers() -> None:
    """Containers of runs that were killed before they could: their instance's name ends in a process that is gone."""
    for container in docker.from_env().containers.list(all=True, filters={"label": "cashsouk.instance"}):
        kind, _, pid = container.labels["cashsouk.instance"].rpartition("-")
        if kind.startswith("test-") and pid.isdecimal() and not Path("/proc", pid).exists():
            container.remove(force=True, v=True)


@pytest.fixture(scope="session")
def cloud(tmp_path_factory):
    """Without docker: what CloudFormation, IAM and the registry answer."""
    yield from _launcher(tmp_path_factory.mktemp("cloud"), "test-plain", with_docker=False)


@pytest.fixture(scope="session")
def stacks(cloud):
    return Stacks(cloud)


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """With docker: containers, deployments, credentials."""
    remove_leftovers()
    image.build()
    yield from _launcher(tmp_path_factory.mktemp("engine"), "test-engine", with_docker=True)


@pytest.fixture(scope="session")
def pushed(engine):
    """The test image in the engine's registry, by AWS's name and by digest."""
    ecr = engine.client("ecr")
    uri = ecr.create_repository(repositoryName="cashsouk-test")["repository"]["repositoryUri"]
    client = docker.from_env(timeout=PATIENCE_SECONDS)
    client.images.get(image.NAME).tag(f"127.0.0.1:{engine.port}/cashsouk-test", "v1")
    try:
        for line in client.images.push(f"127.0.0.1:{engine.port}/cashsouk-test", "v1", stream=True, decode=True,
                                       auth_config={"username": "AWS", "password": "any"}):
            assert "error" not in line, line
    finally:
        client.images.remove(f"127.0.0.1:{engine.port}/cashsouk-test:v1")
    digest = ecr.describe_images(repositoryName="cashsouk-test")["imageDetails"][0]["imageDigest"]
    yield {"uri": uri, "digest": digest, "name": f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/cashsouk-test"}
    with contextlib.suppress(docker.errors.ImageNotFound):
        client.images.remove(f"127.0.0.1:{engine.port}/cashsouk-test@{digest}")


@pytest.fixture(scope="session")
def bench(engine, pushed):
    return Bench(engine, pushed)
