"""Types that ministack has an API for but no CloudFormation handler: made through that API, so Describe… shows them.

AWS: the types' pages in "AWS resource and property types reference"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html).
"""
from __future__ import annotations

import json
import uuid
import xml.etree.ElementTree as ElementTree

from ministack.core.responses import get_account_id
from ministack.services import cloudtrail, ec2, iam, waf


def _succeeded(response: tuple, what: str) -> str:
    status, _, body = response
    text = body.decode() if isinstance(body, bytes) else body
    if status >= 400:
        raise ValueError(f"{what}: {text[:400]}")
    return text


def _first(text: str, tag: str) -> str | None:
    return next((node.text for node in ElementTree.fromstring(text).iter() if node.tag.split("}")[-1] == tag), None)


def _ec2(call, **given) -> str:
    params = {name.replace("__", "."): [str(value).lower() if isinstance(value, bool) else str(value)]
              for name, value in given.items() if value is not None}
    return _succeeded(call(params), call.__name__.lstrip("_"))


def _tag(resource_id: str, props: dict) -> None:
    if props.get("Tags"):
        ec2._tags[resource_id] = [{"Key": tag["Key"], "Value": str(tag["Value"])} for tag in props["Tags"]]


def _nat_create(logical_id, props, stack_name):
    allocation = props.get("AllocationId")
    if props.get("ConnectivityType", "public") == "public" and allocation not in ec2._addresses:
        raise ValueError(f"Elastic IP address {allocation} could not be associated (InvalidAllocationID.NotFound)")
    if props["SubnetId"] not in ec2._subnets:
        raise ValueError(f"The subnet ID '{props['SubnetId']}' does not exist (InvalidSubnetID.NotFound)")
    made = _ec2(ec2._create_nat_gateway, SubnetId=props["SubnetId"], AllocationId=allocation,
                ConnectivityType=props.get("ConnectivityType"))
    gateway = _first(made, "natGatewayId")
    _tag(gateway, props)
    return gateway, {"NatGatewayId": gateway}


def _nat_delete(gateway, props):
    _ec2(ec2._delete_nat_gateway, NatGatewayId=gateway)


def _address_create(logical_id, props, stack_name):
    made = _ec2(ec2._allocate_address, Domain=props.get("Domain"))
    allocation, address = _first(made, "allocationId"), _first(made, "publicIp")
    _tag(allocation, props)
    return address, {"AllocationId": allocation, "PublicIp": address}


def _address_delete(address, props):
    for allocation, record in list(ec2._addresses.items()):
        if record["PublicIp"] == address:
            _ec2(ec2._release_address, AllocationId=allocation)


def _flow_log_create(logical_id, props, stack_name):
    before = set(ec2._flow_logs.keys())
    _ec2(ec2._create_flow_logs, ResourceId__1=props["ResourceId"], ResourceType=props["ResourceType"],
         TrafficType=props.get("TrafficType"), LogDestinationType=props.get("LogDestinationType"),
         LogDestination=props.get("LogDestination"), LogGroupName=props.get("LogGroupName"))
    flow_log = next(key for key in ec2._flow_logs.keys() if key not in before)
    _tag(flow_log, props)
    return flow_log, {"Id": flow_log}


def _flow_log_delete(flow_log, props):
    ec2._flow_logs.pop(flow_log, None)


def _rule_params(props: dict, peer: str) -> dict:
    given = {"GroupId": props["GroupId"], "IpPermissions__1__IpProtocol": props["IpProtocol"],
             "IpPermissions__1__FromPort": props.get("FromPort"), "IpPermissions__1__ToPort": props.get("ToPort"),
             "IpPermissions__1__IpRanges__1__CidrIp": props.get("CidrIp"),
             "IpPermissions__1__Ipv6Ranges__1__CidrIpv6": props.get("CidrIpv6"),
             "IpPermissions__1__PrefixListIds__1__PrefixListId":
                 props.get("SourcePrefixListId") or props.get("DestinationPrefixListId")}
    if props.get(peer):
        given["IpPermissions__1__Groups__1__GroupId"] = props[peer]
        given["IpPermissions__1__UserIdGroupPairs__1__GroupId"] = props[peer]
    return given


def _rule(authorize, revoke, peer: str) -> dict:
    def create(logical_id, props, stack_name):
        made = _ec2(authorize, **_rule_params(props, peer))
        rule = _first(made, "securityGroupRuleId") or f"sgr-{uuid.uuid4().hex[:17]}"
        return rule, {"Id": rule}

    def delete(rule, props):
        _ec2(revoke, **_rule_params(props, peer))

    return {"create": create, "delete": delete, "same_key": True}


def _acl_association_create(logical_id, props, stack_name):
    _succeeded(waf._associate_web_acl({"WebACLArn": props["WebACLArn"], "ResourceArn": props["ResourceArn"]}),
               "AssociateWebACL")
    return f"{props['ResourceArn']}|{props['WebACLArn']}", {}


def _acl_association_delete(association, props):
    _succeeded(waf._disassociate_web_acl({"ResourceArn": props["ResourceArn"]}), "DisassociateWebACL")


def _ip_set_create(logical_id, props, stack_name):
    name = props.get("Name") or f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:8]}"
    made = json.loads(_succeeded(waf._create_ip_set({**props, "Name": name}), "CreateIPSet"))["Summary"]
    return f"{name}|{made['Id']}|{props['Scope']}", {"Arn": made["ARN"], "Id": made["Id"]}


def _ip_set_delete(ip_set, props):
    name, set_id, scope = ip_set.split("|")
    key = {"Name": name, "Id": set_id, "Scope": scope}
    token = json.loads(_succeeded(waf._get_ip_set(key), "GetIPSet"))["LockToken"]
    _succeeded(waf._delete_ip_set({**key, "LockToken": token}), "DeleteIPSet")


def _trail_create(logical_id, props, stack_name):
    name = props.get("TrailName") or f"{stack_name}-{logical_id}-{uuid.uuid4().hex[:8]}"
    arn = json.loads(_succeeded(cloudtrail._create_trail({**props, "Name": name}), "CreateTrail"))["TrailARN"]
    if str(props.get("IsLogging")).lower() == "true":
        cloudtrail._start_logging({"Name": name})
    return name, {"Arn": arn}


def _trail_delete(trail, props):
    _succeeded(cloudtrail._DISPATCH["DeleteTrail"]({"Name": trail}), "DeleteTrail")


def _provider_arn(props: dict) -> str:
    return f"arn:aws:iam::{get_account_id()}:oidc-provider/{props['Url'].removeprefix('https://').rstrip('/')}"


def _provider_params(props: dict) -> dict:
    params = {"Url": [props["Url"]]}
    for field, prop in (("ClientIDList", "ClientIdList"), ("ThumbprintList", "ThumbprintList")):
        for index, value in enumerate(props.get(prop) or [], 1):
            params[f"{field}.member.{index}"] = [value]
    return params


def _provider_create(logical_id, props, stack_name):
    _succeeded(iam._create_oidc_provider(_provider_params(props)), "CreateOpenIDConnectProvider")
    return _provider_arn(props), {"Arn": _provider_arn(props)}


def _provider_delete(provider, props):
    _succeeded(iam._delete_oidc_provider({"OpenIDConnectProviderArn": [provider]}), "DeleteOpenIDConnectProvider")


HANDLERS = {
    "AWS::EC2::NatGateway": {"create": _nat_create, "delete": _nat_delete},
    "AWS::EC2::EIP": {"create": _address_create, "delete": _address_delete},
    "AWS::EC2::FlowLog": {"create": _flow_log_create, "delete": _flow_log_delete},
    "AWS::EC2::SecurityGroupIngress":
        _rule(ec2._authorize_sg_ingress, ec2._revoke_sg_ingress, "SourceSecurityGroupId"),
    "AWS::EC2::SecurityGroupEgress":
        _rule(ec2._authorize_sg_egress, ec2._revoke_sg_egress, "DestinationSecurityGroupId"),
    "AWS::WAFv2::WebACLAssociation":
        {"create": _acl_association_create, "delete": _acl_association_delete, "same_key": True},
    "AWS::WAFv2::IPSet": {"create": _ip_set_create, "delete": _ip_set_delete},
    "AWS::CloudTrail::Trail": {"create": _trail_create, "delete": _trail_delete, "same_key": True},
    "AWS::IAM::OIDCProvider": {"create": _provider_create, "delete": _provider_delete, "same_key": True},
}
