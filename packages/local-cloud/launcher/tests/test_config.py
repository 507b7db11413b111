from __future__ import annotations

import pytest
from launcher.config import ConfigError, parse

GOOD = {"bind": ["127.0.0.1:4566", "172.17.0.1:4566"], "loadBalancer": ["127.0.0.1:8081"], "stateDir": "/tmp/x",
        "account": "123456789012", "region": "ap-southeast-5", "instance": "abc123-deploy"}


def test_every_problem_is_named_at_once_with_what_was_wanted_and_given():
    with pytest.raises(ConfigError) as raised:
        parse({**GOOD, "bind": ["localhost"], "account": "1", "instance": None, "ports": 3, "postgres": {"host": "x"}})
    assert str(raised.value).splitlines() == [
        "Invalid configuration:",
        "- ports: is unknown; known are account, bind, credentialsAddress, hosts, instance, lintSchemas, loadBalancer, "
        "postgres, region, requestLog, stateDir",
        '- bind: want a list of "address:port", got ["localhost"]',
        '- account: want twelve digits, got "1"',
        "- instance: is required, want lower-case letters, digits and hyphens",
        '- postgres: want an object {"host", "port", "adminDsn"}, got {"host": "x"}',
    ]


def test_containers_reach_the_apis_at_the_bridge_and_docker_the_registry_at_loopback():
    config = parse({**GOOD, "credentialsAddress": "169.254.170.2"})
    assert config.container_endpoint == "http://172.17.0.1:4566"
    assert config.registry == "127.0.0.1:4566"
    assert config.credentials_bind == "169.254.170.2:4566"
