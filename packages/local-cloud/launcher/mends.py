"""The mends, by name, in the order in which they are applied. README.md says why each is there."""
from __future__ import annotations

import os
from collections.abc import Callable

from launcher import (
    authorization,
    cognito,
    distributions,
    image_blobs,
    load_balancer,
    public_hosts,
    rds,
    registry,
    request_log,
    secure_transport,
    state,
    web_identity,
)
from launcher.cloudformation import change_sets, conditions, nested_stacks, resource_types, secret_ref, side_by_side, steady_state
from launcher.config import Config
from launcher.ecs import (
    containers,
    credentials,
    execution_role,
    health,
    requests,
    rollout,
    secret_versions,
    service_deployments,
    stopping,
    target_health,
    task_definitions,
    task_logs,
)

MENDS: dict[str, Callable[[Config], None]] = {
    "container-definitions": task_definitions.mend_container_definitions,
    "task-definition-family": task_definitions.mend_family,
    "registry-names": registry.mend_names,
    "pull-failures": registry.mend_pull_failures,
    "missing-image": registry.mend_missing_image,
    "tag-mutability": registry.mend_tag_mutability,
    "image-layers": image_blobs.mend,
    "container-settings": containers.mend,
    "own-containers": containers.mend_ownership,
    "task-logs": task_logs.mend,
    "task-credentials": credentials.mend,
    "secret-versions": secret_versions.mend,
    "execution-role": execution_role.mend,
    "task-stop": stopping.mend,
    "container-health": health.mend,
    "target-health": target_health.mend,
    "rollout": rollout.mend,
    "request-checks": requests.mend,
    "service-deployments": service_deployments.mend,
    "steady-state": steady_state.mend,
    "conditions": conditions.mend,
    "nested-stacks": nested_stacks.mend,
    "side-by-side": side_by_side.mend,
    "change-sets": change_sets.mend,
    "resource-types": resource_types.mend,
    "secret-ref": secret_ref.mend,
    "database": rds.mend,
    "ecs-resource-names": authorization.mend_ecs_resources,
    "denied-resource": authorization.mend_denials,
    "ssm-resource-names": authorization.mend_ssm_resources,
    "log-resource-names": authorization.mend_log_resources,
    "pass-role": authorization.mend_pass_role,
    "web-identity-claims": web_identity.mend,
    "secure-transport": secure_transport.mend,
    "refreshed-groups": cognito.mend_refreshed_groups,
    "refresh-client": cognito.mend_refresh_client,
    "token-revocation": cognito.mend_revocation,
    "public-hosts": public_hosts.mend,
    "origin-query": distributions.mend,
    "listener-port": load_balancer.mend,
    "request-log": request_log.mend,
    "generic-state": state.mend,
}


def apply(config: Config) -> None:
    """LOCAL_CLOUD_WITHOUT leaves mends out: with it each test shows that it fails without its mend."""
    left_out = set(filter(None, os.environ.get("LOCAL_CLOUD_WITHOUT", "").split(",")))
    unknown = left_out - set(MENDS)
    if unknown:
        raise SystemExit(f"LOCAL_CLOUD_WITHOUT: want names of mends, got {', '.join(sorted(unknown))}; "
                         f"known are {', '.join(MENDS)}")
    for name, mend in MENDS.items():
        if name not in left_out:
            mend(config)
