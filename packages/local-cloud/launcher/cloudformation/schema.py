"""CloudFormation's own resource schemas, as cfn-lint ships them: what a type requires, returns and replaces.

AWS: "CloudFormation resource type schemas"
(https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html).
"""
from __future__ import annotations

import functools
import json
import re
from pathlib import Path

import jsonschema

_FOLDER: Path | None = None
# This index is the widest: a type that a smaller Region lacks is cfn-lint's to refuse.
_INDEX = "us-east-1"


def use(folder: Path | None) -> None:
    global _FOLDER
    if folder is None:
        import cfnlint
        folder = Path(cfnlint.__file__).parent
    _FOLDER = folder / "data" / "schemas"


@functools.cache
def schema(resource_type: str) -> dict:
    index = json.loads((_FOLDER / "providers" / f"{_INDEX}.json").read_text())
    if resource_type not in index:
        return {}
    return _without_java_patterns(json.loads((_FOLDER / "resources" / f"{index[resource_type]}.json").read_text()))


def names(resource_type: str, kind: str) -> list[str]:
    """The top-level property names in `readOnlyProperties`, `createOnlyProperties` or `primaryIdentifier`."""
    return [path.split("/properties/")[-1].replace("/", ".") for path in schema(resource_type).get(kind, [])]


def validate(resource_type: str, props: dict) -> None:
    found = sorted(_validator()(schema(resource_type)).iter_errors(props), key=lambda error: list(map(str, error.path)))
    if found:
        raise ValueError("Properties validation failed for resource with message: " + "\n".join(
            f"#/{'/'.join(map(str, error.path))}: {error.message[:200]}" for error in found[:5]))


def _without_java_patterns(node):
    """Some patterns are written for Java (`\\p{L}`) and do not compile here."""
    if isinstance(node, dict):
        return {key: _without_java_patterns(value) for key, value in node.items()
                if not (key == "pattern" and isinstance(value, str) and not _compiles(value))}
    if isinstance(node, list):
        return [_without_java_patterns(value) for value in node]
    return node


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


@functools.cache
def _validator():
    """CloudFormation coerces scalars: a template may say "true" for true and 3 for "3"."""
    base = jsonschema.Draft7Validator
    plain = base.TYPE_CHECKER

    def also(kind: str, accepts):
        return lambda checker, value: plain.is_type(value, kind) or accepts(value)

    checker = plain.redefine_many({
        "boolean": also("boolean", lambda value: value in ("true", "false")),
        "integer": also("integer", lambda value: isinstance(value, str) and re.fullmatch(r"-?\d+", value)),
        "number": also("number", lambda value: isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value)),
        "string": also("string", lambda value: isinstance(value, (int, float))),
    })
    return jsonschema.validators.extend(base, type_checker=checker)
