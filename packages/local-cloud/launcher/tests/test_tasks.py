"""A task: what its container is given, who it is, and how it ends."""
from __future__ import annotations

import json

import docker
import pytest
from process import ACCOUNT, REGION, until
from services import NETWORK, Bench, ask
from stacks import refused

pytestmark = pytest.mark.docker


def shell(bench: Bench, script: str, **container) -> tuple[dict, list[str]]:
    definition = bench.definition("shell", command=["/bin/sh", "-c", script], **container)
    task = bench.run(definition)
    return task, bench.log_lines(task["taskArn"])


def container_of(bench: Bench, arn: str):
    return until(lambda: docker.from_env().containers.list(filters={"label": f"com.amazonaws.ecs.task-arn={arn}"}),
                 "a container")[0]


@pytest.mark.parametrize("code", [0, 3, 137])
def test_a_tasks_exit_code_and_every_line_are_there_when_it_is_stopped(bench, code):
    task, lines = shell(bench, f"echo first; /bin/sleep 0.3; echo last; exit {code}")
    assert task["containers"][0]["exitCode"] == code
    assert task["stoppedReason"] == "Essential container in task exited"
    assert lines == ["first", "last"]


def test_a_line_is_one_event_however_it_was_written(bench):
    _, lines = shell(bench, "printf 'one '; /bin/sleep 0.5; printf 'line\\nthe last without its end'")
    assert lines == ["one line", "the last without its end"]


def test_a_container_runs_as_its_definition_says(bench):
    definition = bench.definition("settings", entryPoint=["/bin/sh", "-c"], command=["/bin/sleep 300"], user="1000:1000",
                                  readonlyRootFilesystem=True, memory=128, stopTimeout=7,
                                  linuxParameters={"initProcessEnabled": True, "tmpfs": [{"containerPath": "/run", "size": 16}]},
                                  mountPoints=[{"sourceVolume": "scratch", "containerPath": "/var/data"}],
                                  definition={"volumes": [{"name": "scratch"}]})
    arn = bench.ecs.run_task(cluster=bench.cluster, taskDefinition=definition, launchType="FARGATE",
                             networkConfiguration=NETWORK)["tasks"][0]["taskArn"]
    container = container_of(bench, arn)
    host, config = container.attrs["HostConfig"], container.attrs["Config"]
    assert (config["User"], config["Entrypoint"]) == ("1000:1000", ["/bin/sh", "-c"])
    assert host["ReadonlyRootfs"] and host["Init"] and host["Memory"] == 128 * 1024**2 and host["NanoCpus"] == 250_000_000
    assert host["Tmpfs"] == {"/run": "size=16m"} and "api.cashsouk.localhost:172.17.0.1" in host["ExtraHosts"]
    assert [mount["Destination"] for mount in container.attrs["Mounts"]] == ["/var/data"]
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)


def test_a_container_carries_its_instances_name_and_label(bench):
    arn = bench.ecs.run_task(cluster=bench.cluster, taskDefinition=bench.definition("owned"), launchType="FARGATE",
                             networkConfiguration=NETWORK)["tasks"][0]["taskArn"]
    container = container_of(bench, arn)
    assert container.name.startswith(f"cashsouk-{bench.launcher.instance}-")
    assert container.labels["cashsouk.instance"] == bench.launcher.instance
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)


def test_a_stopped_task_is_stopped_when_its_container_has_ended(bench):
    definition = bench.definition("drain", environment={"DRAIN": "1"}, stopTimeout=120)
    arn = bench.ecs.run_task(cluster=bench.cluster, taskDefinition=definition, launchType="FARGATE",
                             networkConfiguration=NETWORK)["tasks"][0]["taskArn"]
    until(lambda: "started version " in bench.log_lines(arn) if bench.task(arn)["lastStatus"] == "RUNNING" else None,
          "the server to have started")
    answered = bench.ecs.stop_task(cluster=bench.cluster, task=arn, reason="enough")["task"]
    assert answered["desiredStatus"] == "STOPPED" and answered["lastStatus"] != "STOPPED"
    until(lambda: "SIGTERM received" in bench.log_lines(arn), "the signal to have come")
    assert bench.task(arn)["lastStatus"] != "STOPPED"
    bench.release(arn)
    task = bench.stopped(arn)
    assert (task["stopCode"], task["stoppedReason"]) == ("UserInitiated", "enough")
    assert task["containers"][0]["exitCode"] == 0
    assert bench.log_lines(arn)[-2:] == ["SIGTERM received", "last line"]


def test_a_task_is_the_session_of_its_task_role_and_may_do_no_more(bench):
    definition = bench.definition("identity")
    arn = bench.ecs.run_task(cluster=bench.cluster, taskDefinition=definition, launchType="FARGATE",
                             networkConfiguration=NETWORK)["tasks"][0]["taskArn"]
    address = bench.address(arn)
    found = json.loads(until(lambda: ask(f"http://{address}:3000/credentials"), "credentials"))
    assert found["RoleArn"] == bench.task_role
    uri = ask(f"http://{address}:3000/environment/AWS_CONTAINER_CREDENTIALS_FULL_URI")
    assert uri.startswith(f"http://169.254.170.2:{bench.launcher.port}/v2/credentials/")
    keys = (found["AccessKeyId"], found["SecretAccessKey"], found["Token"])
    session = bench.launcher.client("sts", *keys).get_caller_identity()["Arn"]
    assert session == f"arn:aws:sts::{ACCOUNT}:assumed-role/{bench.task_role.split('/')[-1]}/{arn.split('/')[-1]}"
    assert refused(bench.launcher.client("s3", *keys).list_buckets) == "accepted"
    assert refused(bench.launcher.client("ssm", *keys).describe_parameters).startswith("AccessDenied")
    bench.ecs.stop_task(cluster=bench.cluster, task=arn)
    bench.stopped(arn)
    assert ask(uri) is None


def test_a_role_that_does_not_trust_ecs_is_refused_when_the_task_is_asked_for(bench):
    role = bench.role("foreign", [], {"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
    definition = bench.definition("foreign", definition={"taskRoleArn": role})
    assert refused(bench.ecs.run_task, cluster=bench.cluster, taskDefinition=definition) \
        .startswith(f"ClientException: ECS was unable to assume the role '{role}'")


def test_a_secrets_json_key_becomes_an_environment_variable(bench):
    arn = bench.launcher.client("secretsmanager").create_secret(Name="task", SecretString='{"password":"from json"}')["ARN"]
    _, lines = shell(bench, 'echo "$PASSWORD"', secrets=[{"name": "PASSWORD", "valueFrom": f"{arn}:password::"}])
    assert lines == ["from json"]


def test_a_secret_is_the_version_that_its_reference_names(bench):
    client = bench.launcher.client("secretsmanager")
    arn = client.create_secret(Name="versions", SecretString='{"user":"a"}')["ARN"]
    pending = client.put_secret_value(SecretId=arn, SecretString='{"user":"b"}', VersionStages=["AWSPENDING"])["VersionId"]
    references = {"CURRENT": f"{arn}:user:AWSCURRENT:", "PENDING": f"{arn}:user:AWSPENDING:", "BY_ID": f"{arn}:user::{pending}",
                  "WHOLE": f"{arn}::AWSPENDING:", "DEFAULT": f"{arn}:user::"}
    _, lines = shell(bench, 'echo "$CURRENT $PENDING $BY_ID $WHOLE $DEFAULT"',
                     secrets=[{"name": name, "valueFrom": reference} for name, reference in references.items()])
    assert lines == ['a b b {"user":"b"} a']


def test_a_task_does_not_start_without_the_version_that_its_reference_names(bench):
    arn = bench.launcher.client("secretsmanager").create_secret(Name="unstaged", SecretString='{"user":"a"}')["ARN"]
    definition = bench.definition("unstaged", secrets=[{"name": "X", "valueFrom": f"{arn}:user:AWSPENDING:"}], command=["/bin/true"])
    task = bench.run(definition)
    assert task["stopCode"] == "TaskFailedToStart" and task["stoppedReason"].startswith("ResourceInitializationError")
    assert "can't find the specified secret value for staging label: AWSPENDING" in task["stoppedReason"]


SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:"


def test_a_task_does_not_start_without_a_secret_that_is_not_there_and_says_so_in_ecss_words(bench):
    gone = f"{SECRET}gone-AbCdEf"
    task = bench.run(bench.definition("no-secret", secrets=[{"name": "X", "valueFrom": gone}], command=["/bin/true"]))
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"] == (
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
        "retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret "
        f"{gone} from secrets manager: ResourceNotFoundException: Secrets Manager can't find the specified secret.")


ROLE_CASES = [
    ("a secret", "secretsmanager:GetSecretValue", "ResourceInitializationError", "is not authorized to perform: "
     "secretsmanager:GetSecretValue"),
    ("the image", "ecr:BatchGetImage", "CannotPullContainerError", "is not authorized to perform: ecr:BatchGetImage"),
    ("the log stream", "logs:PutLogEvents", "ResourceInitializationError", "is not authorized to perform: logs:PutLogEvents"),
]


@pytest.mark.parametrize("what, missing, kind, words", ROLE_CASES)
def test_the_execution_role_must_allow_what_is_fetched_for_a_task(bench, what, missing, kind, words):
    from services import EXECUTION

    def without(statement: dict) -> dict:
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        return {**statement, "Action": [action for action in actions if action != missing] or ["sts:GetCallerIdentity"]}

    role = bench.role("narrow", [without(statement) for statement in EXECUTION])
    secret = bench.launcher.client("secretsmanager").create_secret(Name=missing.replace(":", "-"), SecretString="x")["ARN"]
    definition = bench.definition("narrow", secrets=[{"name": "X", "valueFrom": secret}], command=["/bin/true"],
                                  definition={"executionRoleArn": role})
    task = bench.run(definition)
    assert task["stopCode"] == "TaskFailedToStart" and task["stoppedReason"].startswith(kind)
    assert words in task["stoppedReason"]


@pytest.mark.parametrize("which", [":gone", f"@sha256:{'0' * 64}"])
def test_an_image_that_is_not_there_is_the_tasks_reason_in_ecss_words(bench, which):
    image = f"{bench.pushed['name']}{which}"
    task = bench.run(bench.definition("gone", image=image))
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"] == ("CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to "
                                     f"resolve ref {image}: not found")


def test_a_command_and_variables_can_be_overridden_for_one_run(bench):
    definition = bench.definition("override", environment={"WORD": "default"}, command=["/bin/false"])
    task = bench.run(definition, overrides={"containerOverrides": [
        {"name": "app", "command": ["/bin/sh", "-c", "echo $WORD"], "environment": [{"name": "WORD", "value": "given"}]}]})
    assert task["containers"][0]["exitCode"] == 0 and bench.log_lines(task["taskArn"]) == ["given"]


def test_an_image_is_pushed_to_loopback_and_named_as_aws_names_it(bench, pushed):
    token = bench.launcher.client("ecr").get_authorization_token()["authorizationData"][0]
    assert token["proxyEndpoint"] == f"http://127.0.0.1:{bench.launcher.port}"
    assert pushed["uri"] == f"127.0.0.1:{bench.launcher.port}/cashsouk-test"


def test_image_layers_are_files_of_which_the_saved_state_names_the_digests(bench, pushed):
    layers = list((bench.launcher.folder / "state" / "layers").iterdir())
    assert layers and all(path.name.startswith("sha256-") for path in layers)
