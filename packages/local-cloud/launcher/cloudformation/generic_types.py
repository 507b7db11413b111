"""Types whose service the emulator does not have: recorded as declared, so that a stack can be rehearsed around them.

Ref is the primary identifier and GetAtt the read-only properties, as the type's schema says. Nothing acts on them:
the README lists that.

AWS: "Return values" of each type's page in "AWS resource and property types reference".
"""
from __future__ import annotations

import uuid

from ministack.core.responses import AccountRegionScopedDict, get_account_id, get_region

from launcher.cloudformation import schema

TYPES = (
    "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy",
    "AWS::AccessAnalyzer::Analyzer",
    "AWS::Backup::BackupSelection",
    "AWS::Budgets::Budget",
    "AWS::CE::AnomalyMonitor",
    "AWS::CE::AnomalySubscription",
    "AWS::Chatbot::SlackChannelConfiguration",
    "AWS::CloudWatch::CompositeAlarm",
    "AWS::Cognito::LogDeliveryConfiguration",
    "AWS::Cognito::UserPoolRiskConfigurationAttachment",
    "AWS::Cognito::UserPoolUICustomizationAttachment",
    "AWS::EC2::TransitGatewayAttachment",
    "AWS::EC2::VPCEndpointConnectionNotification",
    "AWS::ECR::RegistryPolicy",
    "AWS::ECR::ReplicationConfiguration",
    "AWS::ECR::RepositoryCreationTemplate",
    "AWS::ECS::ClusterCapacityProviderAssociations",
    "AWS::GuardDuty::Detector",
    "AWS::Logs::Delivery",
    "AWS::Logs::DeliveryDestination",
    "AWS::Logs::DeliverySource",
    "AWS::Logs::QueryDefinition",
    "AWS::RDS::DBProxy",
    "AWS::RDS::DBProxyTargetGroup",
    "AWS::SecretsManager::ResourcePolicy",
    "AWS::SecretsManager::RotationSchedule",
    "AWS::SecurityHub::Hub",
    "AWS::SecurityHub::Standard",
    "AWS::WAFv2::LoggingConfiguration",
    "AWS::WAFv2::RuleGroup",
)

RECORDS = AccountRegionScopedDict()


def handler(resource_type: str) -> dict:
    def create(logical_id, props, stack_name):
        attributes = _attributes(resource_type, logical_id, props)
        props = {**_generated_names(resource_type, logical_id, props, attributes, stack_name), **props}
        keys = schema.names(resource_type, "primaryIdentifier") or ["Id"]
        physical_id = "|".join(str(props.get(key) or attributes.get(key) or f"{logical_id}-{_unique()}") for key in keys)
        if (record := f"{resource_type}|{physical_id}") in RECORDS:
            raise ValueError(f"Resource of type '{resource_type}' with identifier '{physical_id}' already exists.")
        RECORDS[record] = {"props": props, "attributes": attributes}
        return physical_id, attributes

    def update(physical_id, old, new, stack_name, logical_id=None):
        record = RECORDS.get(f"{resource_type}|{physical_id}")
        if record is None:
            raise ValueError(f"Resource of type '{resource_type}' with identifier '{physical_id}' was not found.")
        RECORDS[f"{resource_type}|{physical_id}"] = {**record, "props": new}
        return physical_id, record["attributes"]

    def delete(physical_id, props):
        RECORDS.pop(f"{resource_type}|{physical_id}", None)

    return {"create": create, "update": update, "delete": delete}


def _unique() -> str:
    return uuid.uuid4().hex[:12]


def _generated_names(resource_type, logical_id, props, attributes, stack_name) -> dict:
    keys = schema.names(resource_type, "primaryIdentifier")
    return {key: f"{stack_name}-{logical_id}-{_unique()}" for key in keys
            if key.endswith("Name") and key not in props and key not in attributes}


def _attributes(resource_type: str, logical_id: str, props: dict) -> dict:
    _, service, kind = (part.lower() for part in resource_type.split("::"))
    name = next((props[key] for key in props if key.endswith("Name") and isinstance(props[key], str)), logical_id)
    arn = f"arn:aws:{service}:{get_region()}:{get_account_id()}:{kind}/{name}-{_unique()}"
    return {key: arn if key.lower().endswith("arn") else f"{logical_id}-{_unique()}"
            for key in schema.names(resource_type, "readOnlyProperties")}
