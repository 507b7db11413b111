"""A cluster, roles, a load balancer, and a service on them, as a template of ours lays them down."""
from __future__ import annotations

import json
import threading
import time
import urllib.request
import uuid

import docker
from process import ACCOUNT, PATIENCE_SECONDS, REGION, Launcher, until

TASKS = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
EXECUTION = [
    {"Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*"},
    {"Effect": "Allow", "Action": ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
     "Resource": f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/cashsouk-test"},
    {"Effect": "Allow", "Action": ["logs:CreateLogStream", "logs:PutLogEvents"], "Resource": "*"},
    {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:*"},
]
NETWORK = {"awsvpcConfiguration": {"subnets": ["subnet-1"], "securityGroups": ["sg-1"], "assignPublicIp": "DISABLED"}}
CHECK = {"command": ["CMD-SHELL", "perl -MIO::Socket::INET -e 'my $s=IO::Socket::INET->new(\"127.0.0.1:3000\") or exit 1; "
                                  "print $s \"GET /health HTTP/1.0\\r\\n\\r\\n\"; exit(<$s> =~ / 200 / ? 0 : 1)'"],
         "interval": 5, "timeout": 60, "retries": 2, "startPeriod": 1}
# For a container that is not healthy before the test says so, which may take as long as it likes.
PATIENT_CHECK = {**CHECK, "startPeriod": 300}
_UNDER_WAY = ("PENDING", "IN_PROGRESS", "ROLLBACK_REQUESTED", "STOP_REQUESTED", "ROLLBACK_IN_PROGRESS")


class Bench:
    """What the tests of one engine share."""

    def __init__(self, launcher: Launcher, pushed: dict):
        self.launcher, self.pushed = launcher, pushed
        self.ecs, self.elb = launcher.client("ecs"), launcher.client("elbv2")
        self.iam, self.logs = launcher.client("iam"), launcher.client("logs")
        self.id = uuid.uuid4().hex[:6]
        self.cluster = f"test-{self.id}"
        self.ecs.create_cluster(clusterName=self.cluster)
        self.logs.create_log_group(logGroupName=f"/ecs/{self.id}")
        self.execution_role = self.role("execution", EXECUTION)
        self.task_role = self.role("task", [{"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"}])
        balancer = self.elb.create_load_balancer(Name=f"lb-{self.id}", Subnets=["subnet-1"])["LoadBalancers"][0]
        answer = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "403", "MessageBody": "no"}}
        self.listener = self.elb.create_listener(LoadBalancerArn=balancer["LoadBalancerArn"], Protocol="HTTP", Port=80,
                                                 DefaultActions=[answer])["Listeners"][0]["ListenerArn"]
        self.priority = 0

    def role(self, kind: str, statements: list, trust: dict = TASKS) -> str:
        name = f"{kind}-{uuid.uuid4().hex[:6]}"
        made = self.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        if statements:
            self.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=json.dumps(
                {"Version": "2012-10-17", "Statement": statements}))
        return made

    def definition(self, family: str, **container) -> str:
        rest = container.pop("definition", {})
        environment = [{"name": key, "value": str(value)} for key, value in container.pop("environment", {}).items()]
        made = self.ecs.register_task_definition(
            family=family, networkMode="awsvpc", requiresCompatibilities=["FARGATE"], cpu="256", memory="512",
            **{"executionRoleArn": self.execution_role, "taskRoleArn": self.task_role, **rest},
            containerDefinitions=[{
                "name": "app", "essential": True, "image": f"{self.pushed['name']}@{self.pushed['digest']}",
                "stopTimeout": 10, "portMappings": [{"containerPort": 3000}],
                "environment": environment, "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": f"/ecs/{self.id}", "awslogs-region": REGION, "awslogs-stream-prefix": "app"}},
                **container}])
        return made["taskDefinition"]["taskDefinitionArn"]

    def target_group(self, host: str, **rest) -> str:
        name, self.priority = f"tg-{uuid.uuid4().hex[:8]}", self.priority + 1
        arn = self.elb.create_target_group(**{
            "Name": name, "Protocol": "HTTP", "Port": 3000, "VpcId": "vpc-1", "TargetType": "ip",
            "HealthCheckPath": "/health", "HealthCheckIntervalSeconds": 5, "UnhealthyThresholdCount": 10, **rest,
        })["TargetGroups"][0]["TargetGroupArn"]
        conditions = [{"Field": "host-header", "HostHeaderConfig": {"Values": [host]}},
                      {"Field": "http-header", "HttpHeaderConfig": {"HttpHeaderName": "X-Origin-Verify", "Values": ["yes"]}}]
        self.elb.create_rule(ListenerArn=self.listener, Priority=self.priority, Conditions=conditions,
                             Actions=[{"Type": "forward", "TargetGroupArn": arn}])
        return arn

    def service(self, name: str, definition: str, target_group: str | None = None, **rest) -> dict:
        breaker = {"enable": True, "rollback": True}
        balancers = [{"containerName": "app", "containerPort": 3000, "targetGroupArn": target_group}] if target_group else []
        return self.ecs.create_service(**{
            "cluster": self.cluster, "serviceName": name, "taskDefinition": definition, "desiredCount": 1,
            "launchType": "FARGATE", "networkConfiguration": NETWORK, "loadBalancers": balancers,
            "deploymentConfiguration": {"deploymentCircuitBreaker": breaker}, **rest})["service"]

    def described(self, name: str) -> dict:
        return self.ecs.describe_services(cluster=self.cluster, services=[name])["services"][0]

    def update(self, name: str, **change) -> dict:
        return self.ecs.update_service(cluster=self.cluster, service=name, **change)["service"]

    def latest(self, name: str) -> dict:
        arn = self.ecs.list_service_deployments(cluster=self.cluster, service=name)["serviceDeployments"][0]
        return self.ecs.describe_service_deployments(
            serviceDeploymentArns=[arn["serviceDeploymentArn"]])["serviceDeployments"][0]

    def settled(self, name: str, status: str) -> dict:
        """The latest deployment once it is over, which has to be in this way."""
        over = until(lambda: (found := self.latest(name))["status"] not in _UNDER_WAY and found, f"{name} to be {status}")
        assert over["status"] == status, over
        return over

    def tasks(self, name: str, status: str = "RUNNING") -> list[dict]:
        arns = self.ecs.list_tasks(cluster=self.cluster, serviceName=name, desiredStatus=status)["taskArns"]
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=arns)["tasks"] if arns else []

    def run(self, definition: str, **rest) -> dict:
        """One task, to its end."""
        made = self.ecs.run_task(cluster=self.cluster, taskDefinition=definition, launchType="FARGATE",
                                 networkConfiguration=NETWORK, **rest)["tasks"][0]["taskArn"]
        return self.stopped(made)

    def stopped(self, arn: str) -> dict:
        return until(lambda: (task := self.task(arn))["lastStatus"] == "STOPPED" and task, f"{arn} to stop")

    def task(self, arn: str) -> dict:
        return self.ecs.describe_tasks(cluster=self.cluster, tasks=[arn])["tasks"][0]

    def address(self, task_arn: str) -> str:
        """Of the task's container on the bridge, once it has one."""
        def found():
            listed = docker.from_env().containers.list(filters={"label": f"com.amazonaws.ecs.task-arn={task_arn}"})
            return listed[0].attrs["NetworkSettings"]["IPAddress"] if listed else None

        return until(found, f"{task_arn} to have an address")

    def release(self, task_arn: str) -> None:
        """Lets a container go on that was started with HELD or with DRAIN."""
        url = f"http://{self.address(task_arn)}:3000/release"
        assert until(lambda: ask(url), f"{task_arn} to be released") == "released"

    def log_lines(self, arn: str) -> list[str]:
        stream = f"app/app/{arn.split('/')[-1]}"
        try:
            events = self.logs.get_log_events(logGroupName=f"/ecs/{self.id}", logStreamName=stream)
        except self.logs.exceptions.ResourceNotFoundException:
            return []
        return [event["message"] for event in events["events"]]

    def answer(self, path: str, host: str) -> str:
        status, body = self.launcher.get(path, host, {"X-Origin-Verify": "yes"})
        return body if status == 200 else f"{status} {body}"

    def watched(self, host: str) -> Watch:
        return Watch(self, host)


def ask(url: str) -> str | None:
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read().decode()
    except OSError:
        return None


class Watch:
    """Asks without a pause, as visitors do during a rollout; it has been answered before the rollout begins."""

    def __init__(self, bench: Bench, host: str):
        self._bench, self._host, self.answers, self._going = bench, host, [], True
        self._thread = threading.Thread(target=self._ask, daemon=True)

    def __enter__(self) -> Watch:
        self._thread.start()
        until(lambda: self.answers, "a first answer")
        return self

    def __exit__(self, *_) -> None:
        self._going = False
        self._thread.join(PATIENCE_SECONDS)

    def ends_with(self, answer: str) -> None:
        """Asks on until this alone is answered."""
        until(lambda: self.answers[-10:] == [answer] * 10, f"{answer} ten times in a row")

    def _ask(self) -> None:
        while self._going:
            try:
                self.answers.append(self._bench.answer("/", self._host).split("\n")[0])
            except OSError as error:
                self.answers.append(repr(error))
            time.sleep(0.05)
