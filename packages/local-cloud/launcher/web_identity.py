"""A trust policy may ask for what GitHub's token says beside aud and sub.

AWS: "Available keys for AWS OIDC federation", GitHub
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif); since
January 2026. ministack knows aud, sub and amr, so a role that also asks for ref refuses every token.
"""
from __future__ import annotations

from ministack.services import cognito, sts

from launcher.config import Config

_GITHUB = "token.actions.githubusercontent.com"
_CLAIMS = ("actor", "actor_id", "enterprise_id", "environment", "job_workflow_ref", "ref", "repository",
           "repository_id", "workflow")


def mend(config: Config) -> None:
    original = sts._web_identity_principal

    def principal_with_claims(token, provider_id, role_arn):
        principal, keys = original(token, provider_id, role_arn)
        if principal.endswith(f"oidc-provider/{_GITHUB}"):
            claims = cognito._decode_id_token_unverified(token)
            keys.update({f"{_GITHUB}:{name}": str(claims[name]) for name in _CLAIMS if name in claims})
        return principal, keys

    sts._web_identity_principal = principal_with_claims
