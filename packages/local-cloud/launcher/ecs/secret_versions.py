"""A container's secret is the version that its reference names, by staging label or by id.

ministack gives AWSCURRENT whatever the reference says, and tells of a secret that is not there in words of its own.

AWS: "Pass Secrets Manager secrets through Amazon ECS environment variables"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html):
`arn:…:secret:name:json-key:version-stage:version-id`; "Troubleshooting Amazon ECS ResourceInitializationError errors"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/resource-initialization-error.html).
"""
from __future__ import annotations

import json

from ministack.services import ecs, secretsmanager

from launcher.config import Config

_ARN_FIELDS = 7


def mend(config: Config) -> None:
    resolve = ecs._resolve_container_secrets

    def resolve_secrets(definition):
        secrets = definition.get("secrets") or []
        ours = [one for one in secrets if ":secretsmanager:" in one["valueFrom"]]
        values = resolve({**definition, "secrets": [one for one in secrets if one not in ours]})
        return {**values, **{one["name"]: _value(one["valueFrom"]) for one in ours}}

    ecs._resolve_container_secrets = resolve_secrets


def _value(reference: str) -> str:
    parts = reference.split(":")
    arn = ":".join(parts[:_ARN_FIELDS])
    key, stage, version = (parts[_ARN_FIELDS:] + ["", "", ""])[:3]
    value = secretsmanager.resolve_secret_string(arn, stage or "AWSCURRENT", version or None)
    what = f"unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {arn} from secrets manager"
    if value is None:
        named = f" version: {version}" if version else f" value for staging label: {stage or 'AWSCURRENT'}"
        _, secret = secretsmanager._resolve(arn)
        raise ecs._SecretResolutionError(f"{what}: ResourceNotFoundException: Secrets Manager can't find the specified secret"
                                         f"{named if secret else ''}.")
    if not key:
        return value
    try:
        return str(json.loads(value)[key])
    except (ValueError, KeyError, TypeError) as error:
        raise ecs._SecretResolutionError(f"{what}: retrieved secret from Secrets Manager did not contain json key {key}") from error
