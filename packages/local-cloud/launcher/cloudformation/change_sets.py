"""A change set says "might be replaced" only of what its type's schema says so.

ministack answers "Conditional" for every property of a type that it has no list for, nested stacks among them.

AWS: "ResourceChange", Replacement
(https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html), and each property's "Update
requires", which the schemas give as createOnlyProperties.
"""
from __future__ import annotations

from ministack.services.cloudformation import provisioners, stacks

from launcher.cloudformation import schema
from launcher.config import Config


def mend(config: Config) -> None:
    schema.use(config.lint_schemas)
    known = stacks._property_recreation

    def recreation(resource_type: str, name: str) -> str:
        if resource_type in provisioners._REPLACING_PROPERTIES or not schema.schema(resource_type):
            return known(resource_type, name)
        if name in schema.names(resource_type, "createOnlyProperties"):
            return "Always"
        below = [*schema.names(resource_type, "createOnlyProperties"),
                 *schema.names(resource_type, "conditionalCreateOnlyProperties")]
        return "Conditionally" if any(path.split(".")[0] == name for path in below) else "Never"

    stacks._property_recreation = recreation
