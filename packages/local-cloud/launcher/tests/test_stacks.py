"""CloudFormation: nested stacks, references, resource types, secrets."""
from __future__ import annotations

import json
import string

import pytest
from stacks import refused

TOPIC = {"Type": "AWS::SNS::Topic"}
BROKEN = {"Type": "AWS::EC2::NatGateway", "Properties": {"SubnetId": "subnet-none", "AllocationId": "eipalloc-none"}}


def nested(url: str, **parameters) -> dict:
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, "Parameters": parameters}}


def role(name: str) -> dict:
    return {"Type": "AWS::IAM::Role", "Properties": {"RoleName": name, "AssumeRolePolicyDocument": {
        "Version": "2012-10-17", "Statement": []}}}


def output(logical_id: str, attribute: str | None = None) -> dict:
    return {"Value": {"Fn::GetAtt": [logical_id, attribute]} if attribute else {"Ref": logical_id}}


def test_an_unchanged_resource_of_a_nested_stack_keeps_its_attributes_through_an_update(stacks):
    child = {"Parameters": {"Text": {"Type": "String"}},
             "Resources": {"Role": role("kept-role"), "Value": {"Type": "AWS::SSM::Parameter", "Properties": {
                 "Type": "String", "Name": "/kept/value", "Value": {"Ref": "Text"}}}},
             "Outputs": {"Arn": output("Role", "Arn")}}
    url = stacks.url(child)
    stack = stacks.create({"Child": nested(url, Text="one")}, Outputs={"Arn": output("Child", "Outputs.Arn")})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    stack = stacks.update(stack, {"Child": nested(url, Text="two")}, Outputs={"Arn": output("Child", "Outputs.Arn")})
    assert stack.status == "UPDATE_COMPLETE", stack.reasons()
    assert stack.outputs["Arn"].endswith(":role/kept-role")


def test_a_nested_stack_that_fails_leaves_nothing_behind_and_names_the_resource(stacks, cloud):
    url = stacks.url({"Resources": {"Role": role("orphan-role"), "Gateway": {**BROKEN, "DependsOn": "Role"}}})
    stack = stacks.create({"Child": nested(url)})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert any("was not successfully created: The following resource(s) failed to create: [Gateway]." in reason
               for reason in stack.reasons())
    assert refused(cloud.client("iam").get_role, RoleName="orphan-role").startswith("NoSuchEntity")


def test_a_failed_update_of_a_nested_stack_returns_every_resource_to_what_it_was(stacks, cloud):
    def child(text: str, **more) -> dict:
        return {"Resources": {"Value": {"Type": "AWS::SSM::Parameter", "Properties": {
            "Type": "String", "Name": "/returned/value", "Value": text}}, **more}}

    stack = stacks.create({"Child": nested(stacks.url(child("one")))})
    stack = stacks.update(stack, {"Child": nested(stacks.url(child("two", Gateway={**BROKEN, "DependsOn": "Value"})))})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE", stack.reasons()
    assert cloud.client("ssm").get_parameter(Name="/returned/value")["Parameter"]["Value"] == "one"
    stack = stacks.update(stack, {"Child": nested(stacks.url(child("three")))})
    assert stack.status == "UPDATE_COMPLETE", stack.reasons()


def test_a_nested_stack_resolves_dynamic_references_and_publishes_exports(stacks, cloud):
    cloud.client("ssm").put_parameter(Name="/dynamic/text", Value="from-ssm", Type="String")
    cloud.client("secretsmanager").create_secret(Name="dynamic", SecretString='{"password":"from-secret"}')
    url = stacks.url({
        "Resources": {
            "FromParameter": {"Type": "AWS::SSM::Parameter", "Properties": {
                "Type": "String", "Name": "/dynamic/copy", "Value": "{{resolve:ssm:/dynamic/text}}"}},
            "FromSecret": {"Type": "AWS::SSM::Parameter", "Properties": {
                "Type": "String", "Name": "/dynamic/secret-copy",
                "Value": "{{resolve:secretsmanager:dynamic:SecretString:password}}"}}},
        "Outputs": {"Name": {"Value": "exported", "Export": {"Name": "nested-export"}}}})
    stack = stacks.create({"Child": nested(url)})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    ssm = cloud.client("ssm")
    assert ssm.get_parameter(Name="/dynamic/copy")["Parameter"]["Value"] == "from-ssm"
    assert ssm.get_parameter(Name="/dynamic/secret-copy")["Parameter"]["Value"] == "from-secret"
    reader = stacks.create({"Value": {"Type": "AWS::SSM::Parameter", "Properties": {
        "Type": "String", "Name": "/imported", "Value": {"Fn::ImportValue": "nested-export"}}}})
    assert reader.status == "CREATE_COMPLETE", reader.reasons()
    assert ssm.get_parameter(Name="/imported")["Parameter"]["Value"] == "exported"


def test_an_unknown_type_is_made_where_its_service_can_show_it(stacks, cloud):
    resources = {
        "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "Subnet": {"Type": "AWS::EC2::Subnet", "Properties": {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.0.0.0/24"}},
        "Address": {"Type": "AWS::EC2::EIP", "Properties": {"Domain": "vpc"}},
        "Gateway": {"Type": "AWS::EC2::NatGateway", "Properties": {
            "SubnetId": {"Ref": "Subnet"}, "AllocationId": {"Fn::GetAtt": ["Address", "AllocationId"]}}},
        "Group": {"Type": "AWS::EC2::SecurityGroup", "Properties": {"GroupDescription": "d", "VpcId": {"Ref": "Vpc"}}},
        "Rule": {"Type": "AWS::EC2::SecurityGroupIngress", "Properties": {
            "GroupId": {"Fn::GetAtt": ["Group", "GroupId"]}, "IpProtocol": "tcp", "FromPort": 3000, "ToPort": 3000,
            "CidrIp": "10.0.0.0/8"}},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/vpc"}},
        "FlowLog": {"Type": "AWS::EC2::FlowLog", "Properties": {
            "ResourceId": {"Ref": "Vpc"}, "ResourceType": "VPC", "TrafficType": "ALL", "LogGroupName": "/vpc",
            "DeliverLogsPermissionArn": "arn:aws:iam::123456789012:role/flow"}},
        "Provider": {"Type": "AWS::IAM::OIDCProvider", "Properties": {
            "Url": "https://oidc.example.test", "ClientIdList": ["sts.amazonaws.com"]}},
    }
    stack = stacks.create(resources)
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    ec2 = cloud.client("ec2")
    gateways = [found["NatGatewayId"] for found in ec2.describe_nat_gateways()["NatGateways"]]
    assert stack.resources()["Gateway"]["PhysicalResourceId"] in gateways
    group = ec2.describe_security_groups(GroupIds=[stack.resources()["Group"]["PhysicalResourceId"]])["SecurityGroups"][0]
    assert [rule["FromPort"] for rule in group["IpPermissions"]] == [3000]
    providers = cloud.client("iam").list_open_id_connect_providers()["OpenIDConnectProviderList"]
    assert any(provider["Arn"].endswith("oidc.example.test") for provider in providers)
    assert stacks.delete(stack).status == "DELETE_COMPLETE"
    assert stack.resources() == {} or all(one["ResourceStatus"] == "DELETE_COMPLETE" for one in stack.resources().values())


def test_a_type_without_a_service_is_held_to_cloudformations_schema(stacks):
    target = {"ServiceNamespace": "ecs", "ScalableDimension": "ecs:service:DesiredCount", "ResourceId": "service/a/b",
              "MinCapacity": 1, "MaxCapacity": 2}
    good = stacks.create({"Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget", "Properties": target}})
    assert good.status == "CREATE_COMPLETE", good.reasons()
    bad = stacks.create({"Target": {"Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                                    "Properties": {**target, "MinCapacity": "one", "ResourceId": "service/a/c"}}})
    assert bad.status == "ROLLBACK_COMPLETE"
    assert any("#/MinCapacity" in reason for reason in bad.reasons())


def test_ref_of_a_secret_is_its_arn(stacks):
    stack = stacks.create({"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {
        "Name": "by-arn", "SecretString": "x"}}}, Outputs={"Ref": output("Secret")})
    assert stack.outputs["Ref"].startswith("arn:aws:secretsmanager:ap-southeast-5:123456789012:secret:by-arn-")


@pytest.mark.parametrize("excluded, signs", [
    ({"ExcludePunctuation": True}, string.ascii_letters + string.digits),
    ({"ExcludePunctuation": True, "ExcludeNumbers": True}, string.ascii_letters),
    ({"ExcludeCharacters": "\"@/\\"}, "".join(set(string.printable[:94]) - set("\"@/\\"))),
])
def test_a_generated_password_keeps_to_what_the_template_excludes(stacks, cloud, excluded, signs):
    stack = stacks.create({"Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"GenerateSecretString": {
        "SecretStringTemplate": '{"username":"app"}', "GenerateStringKey": "password", "PasswordLength": 60, **excluded}}}},
        Outputs={"Ref": output("Secret")})
    value = cloud.client("secretsmanager").get_secret_value(SecretId=stack.outputs["Ref"])["SecretString"]
    secret = json.loads(value)
    assert secret["username"] == "app" and len(secret["password"]) == 60
    assert set(secret["password"]) <= set(signs)


def test_a_template_is_found_by_each_address_that_aws_gives_a_bucket(stacks):
    url = stacks.url({"Resources": {"Topic": TOPIC}})
    host, key = url.removeprefix("https://").split("/")
    for address in (url, f"https://{stacks.bucket}.s3.amazonaws.com/{key}",
                    f"https://s3.ap-southeast-5.amazonaws.com/{stacks.bucket}/{key}"):
        stack = stacks.create({"Child": nested(address)})
        assert stack.status == "CREATE_COMPLETE", (address, stack.reasons())


def test_a_family_means_its_latest_active_revision(cloud):
    ecs = cloud.client("ecs")
    for _ in range(2):
        ecs.register_task_definition(family="family", containerDefinitions=[{"name": "a", "image": "i", "memory": 128}])
    ecs.deregister_task_definition(taskDefinition="family:2")
    assert ecs.describe_task_definition(taskDefinition="family")["taskDefinition"]["revision"] == 1


def test_a_template_and_the_api_register_the_same_task_definition(stacks, cloud):
    stack = stacks.create({"Definition": {"Type": "AWS::ECS::TaskDefinition", "Properties": {
        "Family": "from-template", "Cpu": 256, "Memory": "512", "ContainerDefinitions": [{
            "Name": "app", "Image": "i", "Memory": "128", "StopTimeout": 45, "ReadonlyRootFilesystem": True,
            "Secrets": [{"Name": "TOKEN", "ValueFrom": "arn:aws:ssm:ap-southeast-5:123456789012:parameter/x"}],
            "HealthCheck": {"Command": ["CMD-SHELL", "true"], "Interval": 5, "StartPeriod": "2"},
            "DockerLabels": {"Team.Name": "x"}, "DependsOn": [{"ContainerName": "b", "Condition": "START"}],
            "LogConfiguration": {"LogDriver": "awslogs", "Options": {"awslogs-group": "g"}}}]}}})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    found = cloud.client("ecs").describe_task_definition(taskDefinition="from-template")["taskDefinition"]
    container = found["containerDefinitions"][0]
    assert (found["cpu"], found["memory"]) == ("256", "512")
    assert container["secrets"] == [{"name": "TOKEN", "valueFrom": "arn:aws:ssm:ap-southeast-5:123456789012:parameter/x"}]
    assert container["healthCheck"] == {"command": ["CMD-SHELL", "true"], "interval": 5, "startPeriod": 2}
    assert container["dockerLabels"] == {"Team.Name": "x"} and container["memory"] == 128
    assert container["dependsOn"] == [{"containerName": "b", "condition": "START"}]


@pytest.mark.parametrize("condition, made", [
    ({"Fn::Equals": [{"Ref": "AWS::Region"}, "ap-southeast-5"]}, True),
    ({"Fn::Not": [{"Fn::Equals": [{"Fn::Join": ["-", ["a", {"Ref": "AWS::AccountId"}]]}, "a-123456789012"]}]}, False),
])
def test_a_condition_compares_what_its_functions_give(stacks, condition, made):
    stack = stacks.create({"Topic": {**TOPIC, "Condition": "Wanted"}, "Always": TOPIC}, Conditions={"Wanted": condition})
    assert ("Topic" in stack.resources()) is made


def test_a_repositorys_exclusions_are_kept_by_its_stack(stacks, cloud):
    stack = stacks.create({"Repository": {"Type": "AWS::ECR::Repository", "Properties": {
        "RepositoryName": "excluded", "ImageTagMutability": "IMMUTABLE_WITH_EXCLUSION",
        "ImageTagMutabilityExclusionFilters": [{"ImageTagMutabilityExclusionFilterType": "WILDCARD",
                                                "ImageTagMutabilityExclusionFilterValue": "latest"}]}}})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    found = cloud.client("ecr").describe_repositories(repositoryNames=["excluded"])["repositories"][0]
    assert found["imageTagMutabilityExclusionFilters"] == [{"filterType": "WILDCARD", "filter": "latest"}]


def test_a_changed_nested_stack_is_no_replacement_in_a_change_set(stacks):
    url = stacks.url({"Parameters": {"Text": {"Type": "String"}}, "Resources": {"Topic": TOPIC}})
    stack = stacks.create({"Child": nested(url, Text="one")})
    changes = stacks.changes(stack, {"Child": nested(url, Text="two")})
    assert [(one["LogicalResourceId"], one["Replacement"]) for one in changes] == [("Child", "False")]


def test_a_nested_stack_that_fails_at_its_outputs_says_why_and_is_named_in_its_parents_event(stacks):
    url = stacks.url({"Resources": {"Topic": TOPIC}, "Outputs": {"Gone": output("Topic", "Nothing")}})
    stack = stacks.create({"Child": nested(url)})
    failed = stack.failure("Child")
    assert failed["PhysicalResourceId"].startswith("arn:aws:cloudformation:") and "Nothing" in failed["ResourceStatusReason"]


def test_nested_stacks_that_do_not_need_each_other_come_up_side_by_side(stacks):
    waiting = stacks.url({"Resources": {
        "Handle": {"Type": "AWS::CloudFormation::WaitConditionHandle"},
        "Wait": {"Type": "AWS::CloudFormation::WaitCondition", "Properties": {"Handle": {"Ref": "Handle"}, "Timeout": "8"}}}})
    stack = stacks.create({"One": nested(waiting), "Two": nested(waiting), "Three": nested(waiting)})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert stacks.children(stack) == {"One": "DELETE_COMPLETE", "Two": "DELETE_COMPLETE", "Three": "DELETE_COMPLETE"}


def test_what_came_up_beside_a_failed_nested_stack_is_undone(stacks, cloud):
    good = stacks.url({"Resources": {"Role": role("beside-role")}})
    bad = stacks.url({"Resources": {"Gateway": BROKEN}})
    stack = stacks.create({"A": nested(bad), "B": nested(good)})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert refused(cloud.client("iam").get_role, RoleName="beside-role").startswith("NoSuchEntity")
    stack = stacks.create({"A": nested(good), "B": nested(stacks.url({"Resources": {"Topic": TOPIC}}))})
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    changed = stacks.url({"Resources": {"Role": {**role("beside-role"), "Properties": {
        **role("beside-role")["Properties"], "Description": "changed"}}}})
    stack = stacks.update(stack, {"A": nested(changed), "B": nested(bad)})
    assert stack.status == "UPDATE_ROLLBACK_COMPLETE", stack.reasons()
    assert cloud.client("iam").get_role(RoleName="beside-role")["Role"].get("Description", "") == ""
