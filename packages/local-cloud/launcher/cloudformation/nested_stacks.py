"""A nested stack is a stack: the same engine deploys, updates, rolls back and deletes it.

ministack walks a child's resources in a loop of its own. That loop forgets the attributes of resources that did not
change, resolves no dynamic references, publishes no exports, deletes nothing that was replaced, and leaves a failed
child where it stopped.

AWS: "Nested stacks" (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html) and
"AWS::CloudFormation::Stack"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stack.html).
"""
from __future__ import annotations

import asyncio
import copy
import re

from ministack.core.responses import get_account_id, get_region, new_uuid, now_iso
from ministack.services.cloudformation import _stack_events, _stacks, engine, handlers, helpers, provisioners, stacks

from launcher.config import Config

STACK = "AWS::CloudFormation::Stack"
_VIRTUAL_HOSTED = re.compile(r"^https?://([a-z0-9][a-z0-9.-]*?)\.s3(?:[.-][a-z0-9-]+)?\.amazonaws\.com/(.+)$")
_EMBEDDED = re.compile(r"^Embedded stack (\S+) was not successfully ")


def mend(config: Config) -> None:
    handler = provisioners._RESOURCE_HANDLERS[STACK]
    handler["create"] = _create
    handler["update"] = _update
    handler["update_with_logical_id"] = True
    handler["delete"] = _delete
    add_event = stacks._add_event

    def add_event_with_child(stack_id, stack_name, logical_id, resource_type, status, reason="", physical_id="", **rest):
        child = _EMBEDDED.match(reason or "")
        return add_event(stack_id, stack_name, logical_id, resource_type, status, reason,
                         physical_id or (child[1] if child else ""), **rest)

    stacks._add_event = add_event_with_child
    resolve = helpers._resolve_template

    def resolve_template(params):
        url = helpers._p(params, "TemplateURL")
        return resolve({**params, "TemplateURL": [path_style(url)]} if url else params)

    # Three modules imported it by name.
    helpers._resolve_template = handlers._resolve_template = resolve_template
    from ministack.services.cloudformation import changesets
    changesets._resolve_template = resolve_template


def path_style(url: str) -> str:
    """ministack reads `https://s3.amazonaws.com/bucket/key`, AWS also gives out `https://bucket.s3.<region>.…/key`."""
    found = _VIRTUAL_HOSTED.match(url)
    return f"https://s3.amazonaws.com/{found[1]}/{found[2]}" if found else url


def _create(logical_id: str, props: dict, parent_name: str) -> tuple[str, dict]:
    name = f"{parent_name}-{logical_id}-{new_uuid().replace('-', '')[:12].upper()}"
    stack_id = f"arn:aws:cloudformation:{get_region()}:{get_account_id()}:stack/{name}/{new_uuid()}"
    body, template, values = _template(props, parent_name, {})
    root = (_stacks.get(parent_name) or {})
    _stacks[name] = {
        "StackName": name, "StackId": stack_id, "StackStatusReason": "", "CreationTime": now_iso(),
        "Description": template.get("Description", ""), "Outputs": [], "DisableRollback": False,
        "EnableTerminationProtection": False, "Capabilities": root.get("Capabilities", []),
        "ParentId": root.get("StackId", ""), "RootId": root.get("RootId") or root.get("StackId", ""),
        "_parent_stack_name": parent_name, "_region": get_region(), "_resources": {},
    }
    _stack_events[stack_id] = []
    _deploy(name, "CREATE", body, template, values, props, previous=None)
    try:
        return _outcome(name, "created", "CREATE_COMPLETE")
    except ValueError:
        # The parent's rollback knows no id of a child that never came up, so its leftovers end here.
        asyncio.run(stacks._delete_stack_async(name, stack_id))
        raise


def _update(physical_id: str, old_props: dict, props: dict, parent_name: str, logical_id: str | None = None):
    name = provisioners._nested_stack_lookup_name(physical_id)
    stack = _stacks.get(name)
    if stack is None:
        return _create(logical_id or physical_id, props, parent_name)
    body, template, values = _template(props, parent_name, stack.get("_resolved_params", {}))
    if template == stack.get("_template") and values == stack.get("_resolved_params") \
            and _tags(props) == stack.get("Tags", []):
        return _outcome(name, "updated", stack["StackStatus"])
    kept = ("_resources", "_template", "_template_body", "_resolved_params", "_conditions", "Parameters", "Tags", "Outputs")
    previous = {key: copy.deepcopy(stack.get(key)) for key in kept}
    stack["Capabilities"] = (_stacks.get(parent_name) or {}).get("Capabilities", [])
    _deploy(name, "UPDATE", body, template, values, props, previous)
    return _outcome(name, "updated", "UPDATE_COMPLETE")


def _delete(physical_id: str, props: dict) -> None:
    name = provisioners._nested_stack_lookup_name(physical_id)
    stack = _stacks.get(name)
    if stack is None or stack.get("StackStatus") == "DELETE_COMPLETE":
        return
    asyncio.run(stacks._delete_stack_async(name, stack["StackId"]))
    if stack["StackStatus"] != "DELETE_COMPLETE":
        raise ValueError(f"Embedded stack {stack['StackId']} was not successfully deleted: "
                         f"{stack.get('StackStatusReason', '')}")


def _template(props: dict, parent_name: str, previous_values: dict) -> tuple[str, dict, dict]:
    url = props.get("TemplateURL")
    if not url:
        raise ValueError("Properties validation failed for resource with message: #: required key [TemplateURL] not found")
    body, error = helpers._resolve_template({"TemplateURL": [url]})
    if error is not None or not body:
        raise ValueError(f"S3 error: Access Denied or not found for the template at {url}")
    template = engine._parse_template(body)
    provisioners._check_nested_stack_capabilities(parent_name, template)
    parameters = props.get("Parameters") or {}
    if any(isinstance(value, (list, dict)) for value in parameters.values()):
        raise ValueError("Value of property Parameters must be an object with String (or simple type) properties")
    given = [{"Key": key, "Value": _text(value)} for key, value in parameters.items()]
    return body, template, engine._resolve_parameters(template, given, previous_values)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)


def _tags(props: dict) -> list[dict]:
    return [{"Key": tag["Key"], "Value": str(tag["Value"])} for tag in props.get("Tags") or []]


def _deploy(name: str, kind: str, body: str, template: dict, values: dict, props: dict, previous: dict | None) -> None:
    stack = _stacks[name]
    stack.update({
        "StackStatus": f"{kind}_IN_PROGRESS", "LastUpdatedTime": now_iso(), "Tags": _tags(props),
        "Parameters": [{"ParameterKey": key, "ParameterValue": value["Value"], "NoEcho": value["NoEcho"]}
                       for key, value in values.items()],
        "_template_body": body, "_conditions": engine._evaluate_conditions(template, values),
    })
    if previous is None:
        stack.update({"_template": template, "_resolved_params": values})
    stacks._add_event(stack["StackId"], name, name, STACK, f"{kind}_IN_PROGRESS", physical_id=stack["StackId"])
    # The engine runs this handler on a thread of its own, so a loop of its own is free to take.
    asyncio.run(stacks._deploy_stack_async(name, stack["StackId"], template, values, False, stack["Tags"],
                                           is_update=previous is not None, previous_stack=previous))


def _outcome(name: str, verb: str, wanted: str) -> tuple[str, dict]:
    stack = _stacks[name]
    if stack["StackStatus"] != wanted:
        failed = [event["LogicalResourceId"] for event in reversed(_stack_events[stack["StackId"]])
                  if event["ResourceStatus"] in ("CREATE_FAILED", "UPDATE_FAILED") and event["LogicalResourceId"] != name]
        reason = (f"The following resource(s) failed to {verb[:-1]}: [{', '.join(dict.fromkeys(failed))}]." if failed
                  else next((event["ResourceStatusReason"] for event in _stack_events[stack["StackId"]]
                             if event["ResourceStatus"].endswith("_FAILED")), ""))
        raise ValueError(f"Embedded stack {stack['StackId']} was not successfully {verb}: {reason}")
    return stack["StackId"], {f"Outputs.{out['OutputKey']}": out["OutputValue"] for out in stack.get("Outputs", [])}
