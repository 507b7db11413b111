"""Resource types that ministack does not know: `Unrecognized resource types: […]` there, created here.

Where ministack has the service's API, the resource is real state there (service_types.py, cloudfront_types.py); otherwise it is recorded as
declared (generic_types.py). Both are validated against CloudFormation's own schema first.

AWS: "AWS resource and property types reference"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html).
"""
from __future__ import annotations

from ministack.services.cloudformation import provisioners

from launcher.cloudformation import cloudfront_types, generic_types, schema, service_types
from launcher.config import Config


def mend(config: Config) -> None:
    schema.use(config.lint_schemas)
    types = {**{name: generic_types.handler(name) for name in generic_types.TYPES}, **service_types.HANDLERS,
             **cloudfront_types.HANDLERS}
    for name, handler in types.items():
        if name in provisioners._RESOURCE_HANDLERS:
            continue
        provisioners._RESOURCE_HANDLERS[name] = _validated(name, handler)
        provisioners._REPLACING_PROPERTIES.setdefault(name, tuple(schema.names(name, "createOnlyProperties")))


def _validated(name: str, handler: dict) -> dict:
    create, delete, change = handler["create"], handler["delete"], handler.get("update")

    def validated_create(logical_id, props, stack_name):
        schema.validate(name, props)
        return create(logical_id, props, stack_name)

    def validated_update(physical_id, old, new, stack_name, logical_id=None):
        schema.validate(name, new)
        if change:
            return change(physical_id, old, new, stack_name, logical_id)
        if not handler.get("same_key"):
            created = create(logical_id or physical_id, new, stack_name)
            delete(physical_id, old)
            return created
        # The service refuses a second one for the same key, so the old one goes first.
        delete(physical_id, old)
        return create(logical_id or physical_id, new, stack_name)

    return {"create": validated_create, "update": validated_update, "update_with_logical_id": True, "delete": delete}
