"""Loopback stands for AWS's TLS endpoints: a policy that refuses plain HTTP must not refuse everything here.

AWS: "AWS global condition context keys", aws:SecureTransport
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-securetransport).
Kinder than AWS: that such a policy refuses plain HTTP is not shown here.
"""
from __future__ import annotations

from ministack.core import iam_evaluator

from launcher.config import Config


def mend(config: Config) -> None:
    original = iam_evaluator._resolve_condition_key

    def resolve(key, context):
        return "true" if key.lower() == "aws:securetransport" else original(key, context)

    iam_evaluator._resolve_condition_key = resolve
