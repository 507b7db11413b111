"""Who may do what, and what the log says of it."""
from __future__ import annotations

import base64
import json
import uuid

import pytest
from process import ACCOUNT, REGION, until
from stacks import refused

ECS = f"arn:aws:ecs:{REGION}:{ACCOUNT}"
PROVIDER = "token.actions.githubusercontent.com"


class Deployer:
    """A role that a workflow assumes with its OIDC token; its policy is what a test gives it."""

    def __init__(self, cloud):
        self.cloud, self.iam, self.name = cloud, cloud.client("iam"), f"deployer-{uuid.uuid4().hex[:6]}"
        refused(self.iam.create_open_id_connect_provider, Url=f"https://{PROVIDER}", ClientIDList=["sts.amazonaws.com"],
                ThumbprintList=["a" * 40])
        self.arn = self.iam.create_role(RoleName=self.name, AssumeRolePolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{PROVIDER}"},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {f"{PROVIDER}:sub": "repo:a/b:environment:local"}}}]}))["Role"]["Arn"]

    def may(self, *statements: dict) -> Deployer:
        self.iam.put_role_policy(RoleName=self.name, PolicyName="p", PolicyDocument=json.dumps({
            "Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement} for statement in statements]}))
        return self

    def token(self, **claims) -> str:
        parts = [{"alg": "RS256"}, {"iss": f"https://{PROVIDER}", "aud": "sts.amazonaws.com",
                                    "sub": "repo:a/b:environment:local", "exp": 4_000_000_000, **claims}]
        return ".".join([*(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts), "x"])

    def client(self, service: str):
        found = self.cloud.client("sts").assume_role_with_web_identity(
            RoleArn=self.arn, RoleSessionName="run-7", WebIdentityToken=self.token())["Credentials"]
        return self.cloud.client(service, found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


@pytest.fixture
def deployer(cloud):
    return Deployer(cloud)


@pytest.fixture(scope="module")
def services(cloud):
    ecs = cloud.client("ecs")
    ecs.create_cluster(clusterName="one")
    ecs.register_task_definition(family="mine", containerDefinitions=[{"name": "a", "image": "i", "memory": 128}])
    for name in ("mine", "other"):
        ecs.create_service(cluster="one", serviceName=name, taskDefinition="mine", desiredCount=0)
    return ecs


@pytest.mark.parametrize("service, outcome", [("mine", "accepted"), ("other", "AccessDeniedException")])
def test_a_policy_for_one_service_allows_that_service_alone(deployer, services, service, outcome):
    deployer.may({"Action": "ecs:UpdateService", "Resource": f"{ECS}:service/one/mine"})
    assert refused(deployer.client("ecs").update_service, cluster="one", service=service, desiredCount=0).startswith(outcome)


@pytest.mark.parametrize("cluster, outcome", [("one", "accepted"), ("two", "AccessDeniedException")])
def test_running_a_task_is_checked_against_its_definition_and_cluster(deployer, services, cluster, outcome):
    services.create_cluster(clusterName="two")
    deployer.may({"Action": "ecs:RunTask", "Resource": f"{ECS}:task-definition/mine:*",
                  "Condition": {"ArnEquals": {"ecs:cluster": f"{ECS}:cluster/one"}}})
    assert refused(deployer.client("ecs").run_task, cluster=cluster, taskDefinition="mine").startswith(outcome)


def test_a_role_is_passed_only_with_the_right_to_pass_it(deployer, cloud):
    role = cloud.client("iam").create_role(RoleName=f"task-{uuid.uuid4().hex[:6]}", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": []}))["Role"]["Arn"]
    given = {"family": "passed", "taskRoleArn": role, "containerDefinitions": [{"name": "a", "image": "i", "memory": 128}]}
    deployer.may({"Action": "ecs:RegisterTaskDefinition", "Resource": "*"})
    denied = refused(deployer.client("ecs").register_task_definition, **given)
    assert denied.startswith("AccessDeniedException") and f"iam:PassRole on resource: {role}" in denied
    deployer.may({"Action": "ecs:RegisterTaskDefinition", "Resource": "*"}, {
        "Action": "iam:PassRole", "Resource": role,
        "Condition": {"StringEquals": {"iam:PassedToService": "ecs-tasks.amazonaws.com"}}})
    assert refused(deployer.client("ecs").register_task_definition, **given) == "accepted"


def test_a_stacks_role_is_passed_only_with_the_right_to_pass_it(deployer, cloud):
    role = cloud.client("iam").create_role(RoleName=f"stack-{uuid.uuid4().hex[:6]}", AssumeRolePolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": []}))["Role"]["Arn"]
    given = {"StackName": f"passed-{uuid.uuid4().hex[:6]}", "RoleARN": role, "TemplateBody": json.dumps(
        {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})}
    deployer.may({"Action": "cloudformation:*", "Resource": "*"})
    assert "iam:PassRole" in refused(deployer.client("cloudformation").create_stack, **given)
    deployer.may({"Action": "cloudformation:*", "Resource": "*"}, {"Action": "iam:PassRole", "Resource": role})
    assert refused(deployer.client("cloudformation").create_stack, **given) == "accepted"


def test_the_log_names_the_action_the_client_and_the_session_and_no_secret(deployer, cloud):
    deployer.may({"Action": "ssm:PutParameter", "Resource": "*"})
    client = deployer.client("ssm")
    client.put_parameter(Name="/logged", Value="not-to-be-logged", Type="SecureString")
    line = logged(cloud, "ssm:PutParameter")
    assert line["service"] == "ssm" and line["status"] == 200
    assert line["principal"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/{deployer.name}/run-7"
    assert "Botocore/" in line["userAgent"] and line["ms"] >= 0 and line["time"].endswith("+00:00")
    text = (cloud.folder / "requests.jsonl").read_text()
    assert "not-to-be-logged" not in text and client._request_signer._credentials.secret_key not in text


def logged(cloud, action: str) -> dict:
    """The line is written when the answer was sent, so a moment after the client has it."""
    return until(lambda: [line for line in cloud.requests() if line["action"] == action], f"a line on {action}")[-1]


def test_a_denial_names_the_resource(deployer, services):
    deployer.may({"Action": "ecs:ListClusters", "Resource": "*"})
    denied = refused(deployer.client("ecs").update_service, cluster="one", service="mine", desiredCount=0)
    assert f"ecs:UpdateService on resource: {ECS}:service/one/mine" in denied


def test_the_log_names_the_action_of_a_form_request(cloud):
    cloud.client("cloudformation").list_stacks()
    assert logged(cloud, "cloudformation:ListStacks")["principal"] == f"arn:aws:iam::{ACCOUNT}:root"


def test_an_image_that_is_not_there_is_an_error(cloud):
    ecr = cloud.client("ecr")
    ecr.create_repository(repositoryName="empty")
    assert refused(ecr.describe_images, repositoryName="empty", imageIds=[{"imageTag": "none"}]) \
        .startswith("ImageNotFoundException")
    failures = ecr.batch_get_image(repositoryName="empty", imageIds=[{"imageTag": "none"}])["failures"]
    assert failures[0]["failureCode"] == "ImageNotFound"


@pytest.mark.parametrize("ref, outcome", [("refs/heads/main", "accepted"), ("refs/heads/other", "AccessDenied")])
def test_a_trust_policy_may_ask_for_the_branch(deployer, cloud, ref, outcome):
    trust = json.loads(json.dumps(cloud.client("iam").get_role(RoleName=deployer.name)["Role"]["AssumeRolePolicyDocument"]))
    trust["Statement"][0]["Condition"]["StringEquals"][f"{PROVIDER}:ref"] = "refs/heads/main"
    cloud.client("iam").update_assume_role_policy(RoleName=deployer.name, PolicyDocument=json.dumps(trust))
    assert refused(cloud.client("sts").assume_role_with_web_identity, RoleArn=deployer.arn, RoleSessionName="run-8",
                   WebIdentityToken=deployer.token(ref=ref)).startswith(outcome)


@pytest.mark.parametrize("path, outcome", [("/mine/released", "accepted"), ("/other/released", "AccessDenied")])
def test_a_policy_for_a_parameters_path_allows_that_path_alone(deployer, path, outcome):
    deployer.may({"Action": "ssm:GetParametersByPath", "Resource": f"arn:aws:ssm:{REGION}:{ACCOUNT}:parameter/mine/*"})
    assert refused(deployer.client("ssm").get_parameters_by_path, Path=path).startswith(outcome)


@pytest.mark.parametrize("streams, outcome", [("log-stream:mine/*", "accepted"), ("log-stream:other/*", "AccessDenied")])
def test_a_policy_for_a_groups_log_streams_allows_those_alone(deployer, cloud, streams, outcome):
    logs = cloud.client("logs")
    refused(logs.create_log_group, logGroupName="/access")
    refused(logs.create_log_stream, logGroupName="/access", logStreamName="mine/1")
    deployer.may({"Action": "logs:GetLogEvents", "Resource": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/access:{streams}"})
    assert refused(deployer.client("logs").get_log_events, logGroupName="/access", logStreamName="mine/1").startswith(outcome)


def test_a_bucket_that_refuses_plain_http_can_be_used_here(deployer, cloud):
    s3, bucket = cloud.client("s3"), f"tls-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}))
    deployer.may({"Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"})
    assert refused(deployer.client("s3").put_object, Bucket=bucket, Key="a", Body=b"x") == "accepted"


@pytest.mark.parametrize("tag, outcome", [("v1", "ImageTagAlreadyExistsException"), ("latest", "accepted")])
def test_a_tag_is_fixed_unless_the_repository_excludes_it(cloud, tag, outcome):
    ecr, name = cloud.client("ecr"), f"fixed-{tag}"
    ecr.create_repository(repositoryName=name, imageTagMutability="IMMUTABLE_WITH_EXCLUSION",
                          imageTagMutabilityExclusionFilters=[{"filterType": "WILDCARD", "filter": "latest"}])
    ecr.put_image(repositoryName=name, imageTag=tag, imageManifest='{"a":1}')
    assert refused(ecr.put_image, repositoryName=name, imageTag=tag, imageManifest='{"a":1}') \
        .startswith("ImageAlreadyExistsException")
    assert refused(ecr.put_image, repositoryName=name, imageTag=tag, imageManifest='{"a":2}').startswith(outcome)
