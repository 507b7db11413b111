"""`Ref` of a secret is its ARN, and a generated password keeps to what the template excludes.

AWS: "AWS::SecretsManager::Secret", Return values
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-secretsmanager-secret.html) and
"AWS::SecretsManager::Secret GenerateSecretString"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-secretsmanager-secret-generatesecretstring.html).
"""
from __future__ import annotations

import json
import secrets
import string

from ministack.services import secretsmanager
from ministack.services.cloudformation import provisioners

from launcher.config import Config

_KINDS = (("ExcludeLowercase", string.ascii_lowercase), ("ExcludeUppercase", string.ascii_uppercase),
          ("ExcludeNumbers", string.digits), ("ExcludePunctuation", string.punctuation))


def mend(config: Config) -> None:
    handler = provisioners._RESOURCE_HANDLERS["AWS::SecretsManager::Secret"]
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    def create_by_arn(logical_id, props, stack_name):
        if props.get("Name") in secretsmanager._secrets:
            raise ValueError(f"The operation failed because the secret {props['Name']} already exists. "
                             "(Service: SecretsManager, Status Code: 400, ResourceExistsException)")
        name, attributes = create(logical_id, props, stack_name)
        return secretsmanager._secrets[name]["ARN"], attributes

    def update_by_arn(arn, old, new, stack_name, logical_id=None):
        name, attributes = update(name_of(arn), old, new, stack_name, logical_id)
        return secretsmanager._secrets[name]["ARN"], attributes

    handler.update({"create": create_by_arn, "update": update_by_arn, "update_with_logical_id": True,
                    "delete": lambda arn, props: delete(name_of(arn), props)})
    provisioners._sm_secret_string = secret_string


def name_of(arn: str) -> str:
    return next((name for name, secret in secretsmanager._secrets.items() if secret.get("ARN") == arn), arn)


def secret_string(props: dict) -> str:
    wanted = props.get("GenerateSecretString")
    if wanted is None or props.get("SecretString"):
        return props.get("SecretString", "")
    password = generate(wanted)
    if not wanted.get("SecretStringTemplate"):
        return password
    if not wanted.get("GenerateStringKey"):
        raise ValueError("GenerateStringKey is required with SecretStringTemplate (InvalidRequest)")
    return json.dumps({**json.loads(wanted["SecretStringTemplate"]), wanted["GenerateStringKey"]: password})


def generate(wanted: dict) -> str:
    excluded = wanted.get("ExcludeCharacters", "")
    kinds = ["".join(sign for sign in signs if sign not in excluded)
             for option, signs in _KINDS if not _true(wanted.get(option))]
    kinds = [signs for signs in kinds if signs] + ([" "] if _true(wanted.get("IncludeSpace")) else [])
    length = int(wanted.get("PasswordLength", 32))
    if not kinds or length < len(kinds):
        raise ValueError("GenerateSecretString excludes every character, or its PasswordLength is too small "
                         "(InvalidParameterException)")
    required = [secrets.choice(signs) for signs in kinds] if _true(wanted.get("RequireEachIncludedType", True)) else []
    signs = required + [secrets.choice("".join(kinds)) for _ in range(length - len(required))]
    secrets.SystemRandom().shuffle(signs)
    return "".join(signs)


def _true(value: object) -> bool:
    return str(value).lower() == "true"
