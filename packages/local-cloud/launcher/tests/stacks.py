"""Stacks as a test lays them down, and what became of them."""
from __future__ import annotations

import hashlib
import json
import uuid

from botocore.exceptions import ClientError
from process import Launcher, until


class Stacks:
    def __init__(self, launcher: Launcher):
        self.api, self.s3 = launcher.client("cloudformation"), launcher.client("s3")
        self.bucket = f"templates-{uuid.uuid4().hex[:8]}"
        self.s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": "ap-southeast-5"})

    def url(self, template: dict) -> str:
        body = json.dumps(template)
        key = hashlib.sha256(body.encode()).hexdigest()[:16] + ".json"
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        return f"https://{self.bucket}.s3.ap-southeast-5.amazonaws.com/{key}"

    def create(self, resources: dict, **rest) -> Stack:
        name = f"stack-{uuid.uuid4().hex[:8]}"
        self.api.create_stack(StackName=name, **_given(resources, rest))
        return self._settled(name)

    def update(self, stack: Stack, resources: dict, **rest) -> Stack:
        self.api.update_stack(StackName=stack.name, **_given(resources, rest))
        return self._settled(stack.name)

    def delete(self, stack: Stack) -> Stack:
        self.api.delete_stack(StackName=stack.name)
        return self._settled(stack.id)

    def changes(self, stack: Stack, resources: dict) -> list[dict]:
        name = f"change-{uuid.uuid4().hex[:6]}"
        self.api.create_change_set(StackName=stack.name, ChangeSetName=name, ChangeSetType="UPDATE", **_given(resources, {}))
        found = until(lambda: (made := self.api.describe_change_set(StackName=stack.name, ChangeSetName=name))["Status"]
                      in ("CREATE_COMPLETE", "FAILED") and made, "a change set")
        return [change["ResourceChange"] for change in found["Changes"]]

    def children(self, stack: Stack) -> dict[str, str]:
        """What became of each nested stack that was ever begun, by its logical id."""
        found = {}
        for summary in self.api.list_stacks()["StackSummaries"]:
            if summary["StackName"].startswith(f"{stack.name}-"):
                found[summary["StackName"].split("-")[2]] = summary["StackStatus"]
        return found

    def _settled(self, name: str) -> Stack:
        def found():
            stack = self.api.describe_stacks(StackName=name)["Stacks"][0]
            return None if stack["StackStatus"].endswith("_IN_PROGRESS") else Stack(self.api, stack)

        return until(found, f"stack {name} to settle")


class Stack:
    def __init__(self, api, described: dict):
        self._api = api
        self.name, self.id, self.status = described["StackName"], described["StackId"], described["StackStatus"]
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", [])}

    def reasons(self) -> list[str]:
        events = self._api.describe_stack_events(StackName=self.id)["StackEvents"]
        return [f"{event['LogicalResourceId']}: {event.get('ResourceStatusReason', '')}" for event in events
                if event["ResourceStatus"].endswith("_FAILED")]

    def failure(self, logical_id: str) -> dict:
        events = self._api.describe_stack_events(StackName=self.id)["StackEvents"]
        return next(event for event in events
                    if event["LogicalResourceId"] == logical_id and event["ResourceStatus"].endswith("_FAILED"))

    def resources(self) -> dict[str, dict]:
        found = self._api.describe_stack_resources(StackName=self.id)["StackResources"]
        return {resource["LogicalResourceId"]: resource for resource in found}


def refused(call, **given) -> str:
    try:
        call(**given)
    except ClientError as error:
        return f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
    return "accepted"


def _given(resources: dict, rest: dict) -> dict:
    parts = {key: rest.pop(key) for key in ("Outputs", "Parameters", "Conditions") if key in rest}
    values = [{"ParameterKey": key, "ParameterValue": value} for key, value in rest.pop("values", {}).items()]
    return {"TemplateBody": json.dumps({"Resources": resources, **parts}), "Parameters": values,
            "Capabilities": ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"], **rest}
