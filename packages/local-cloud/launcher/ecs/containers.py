"""A task's container runs as its definition says, under a name and labels that say whose it is.

AWS: "Amazon ECS task definition parameters for Fargate"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html).
"""
from __future__ import annotations

import functools

from ministack.core import container_reaper
from ministack.services import ecs

from launcher.config import Config, load

INSTANCE = "cashsouk.instance"
STOP_TIMEOUT = "cashsouk.stop-timeout"
_DEFAULT_STOP_SECONDS = 30
# docker counts a health check's times in nanoseconds.
_SECOND = 10**9
_MEBIBYTE = 1024**2


def local_image(image: str) -> str:
    return image


def mend(config: Config) -> None:
    build = ecs._build_run_kwargs

    def run_arguments(definition, task_definition, environment, *args, **kwargs):
        given = build(definition, task_definition, environment, *args, **kwargs)
        _endpoints(environment, config.container_endpoint)
        # Read anew: a service that the manifest gains while the instance runs is one host more.
        return {**given, "extra_hosts": {**load().hosts, **given.get("extra_hosts", {})},
                **settings(definition, task_definition)}

    ecs._build_run_kwargs = run_arguments
    connect = ecs._get_docker
    ecs._get_docker = lambda: _engine(connect())


def settings(definition: dict, task_definition: dict) -> dict:
    linux = definition.get("linuxParameters") or {}
    found = {
        "entrypoint": definition.get("entryPoint"),
        "user": definition.get("user"),
        "working_dir": definition.get("workingDirectory"),
        "read_only": definition.get("readonlyRootFilesystem") or None,
        "init": linux.get("initProcessEnabled"),
        "mem_limit": _memory(definition, task_definition),
        "nano_cpus": _cpu(task_definition),
        "tmpfs": {mount["containerPath"]: f"size={mount.get('size', 64)}m" for mount in linux.get("tmpfs") or []} or None,
        "healthcheck": _health_check(definition.get("healthCheck")),
        "volumes": _volumes(definition, task_definition),
    }
    return {key: value for key, value in found.items() if value is not None}


def stop_seconds(definition: dict) -> int:
    return int(definition.get("stopTimeout") or _DEFAULT_STOP_SECONDS)


def _memory(definition: dict, task_definition: dict) -> int | None:
    limit = definition.get("memory") or task_definition.get("memory")
    return int(limit) * _MEBIBYTE if limit else None


def _cpu(task_definition: dict) -> int | None:
    units = task_definition.get("cpu")
    return int(int(units) / 1024 * _SECOND) if units and str(units).isdigit() and int(units) else None


def _health_check(check: dict | None) -> dict | None:
    if not check:
        return None
    return {"test": check["command"], "interval": int(check.get("interval", 30)) * _SECOND,
            "timeout": int(check.get("timeout", 5)) * _SECOND, "retries": int(check.get("retries", 3)),
            "start_period": int(check.get("startPeriod", 0)) * _SECOND}


def _volumes(definition: dict, task_definition: dict) -> list[str] | None:
    """A volume without a source is the task's own scratch space: an anonymous volume that goes with the container."""
    named = {volume.get("name") or volume.get("Name"): volume for volume in task_definition.get("volumes") or []}
    mounts = []
    for mount in definition.get("mountPoints") or []:
        host = named.get(mount.get("sourceVolume"), {})
        source = (host.get("host") or host.get("Host") or {}).get("sourcePath")
        mode = "ro" if mount.get("readOnly") else "rw"
        mounts.append(f"{source}:{mount['containerPath']}:{mode}" if source else mount["containerPath"])
    return mounts or None


def _endpoints(environment: dict, endpoint: str) -> None:
    """ministack guesses `host.docker.internal`; the bridge's address is known here."""
    environment["AWS_ENDPOINT_URL"] = endpoint
    token = environment["ECS_CONTAINER_METADATA_URI_V4"].rsplit("/v4/", 1)[1]
    environment["ECS_CONTAINER_METADATA_URI_V4"] = f"{endpoint}/v4/{token}"


def mend_ownership(config: Config) -> None:
    """Two instances on one engine tell their containers apart, and only their own."""
    labels = container_reaper.own_labels
    container_reaper.own_labels = lambda service, **extra: labels(service, **{INSTANCE: config.instance, **extra})
    build = ecs._build_run_kwargs

    def run_arguments(definition, *args, **kwargs):
        given = build(definition, *args, **kwargs)
        name = f"cashsouk-{config.instance}-{given['name'].removeprefix('ministack-ecs-')}"
        return {**given, "name": name, "labels": {**given["labels"], STOP_TIMEOUT: str(stop_seconds(definition))}}

    ecs._build_run_kwargs = run_arguments
    # At start ministack also sweeps containers without an owner's label: somebody else's, as far as we know.
    sweep = container_reaper.reap_all
    container_reaper.reap_all = lambda client, stop_timeout=2, include_unlabelled=False: sweep(client, stop_timeout)


@functools.cache
def _engine(client):
    return None if client is None else _Engine(client)


class _Engine:
    """The docker client, which finds an image by AWS's name at the local registry."""

    def __init__(self, client):
        self._client = client
        self.images = _Images(client.images)
        self.containers = _Containers(client.containers)

    def __getattr__(self, name):
        return getattr(self._client, name)


class _Images:
    def __init__(self, images):
        self._images = images

    def __getattr__(self, name):
        return getattr(self._images, name)

    def get(self, name):
        return self._images.get(local_image(name))

    def pull(self, name, *args, **kwargs):
        return self._images.pull(local_image(name), *args, **kwargs)

    def get_registry_data(self, name, *args, **kwargs):
        return self._images.get_registry_data(local_image(name), *args, **kwargs)


class _Containers:
    def __init__(self, containers):
        self._containers = containers

    def __getattr__(self, name):
        return getattr(self._containers, name)

    def run(self, image, **kwargs):
        return self._containers.run(local_image(image), **kwargs)
