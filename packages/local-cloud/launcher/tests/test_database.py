"""A database instance: a real role and a real database, and the secret that opens them."""
from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg2
import pytest
from process import ENDS_WITH_US, PATIENCE_SECONDS, Launcher, free_port, until
from stacks import Stacks

_BINARIES = Path("/usr/lib/postgresql/15/bin")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """PostgreSQL refuses to run as root, so it runs as whoever may own its folder."""
    folder = tmp_path_factory.mktemp("postgres")
    owner = [*ENDS_WITH_US, "INT"]
    if os.geteuid() == 0:
        owner += ["--reuid=nobody", "--clear-groups"]
        for parent in (folder, *folder.parents[:2]):
            parent.chmod(0o755)
        shutil.chown(folder, pwd.getpwnam("nobody").pw_uid)
    port = free_port()
    subprocess.run([*owner, _BINARIES / "initdb", "-D", folder / "data", "-U", "postgres", "--auth=trust"], check=True,
                   capture_output=True, timeout=PATIENCE_SECONDS)
    (folder / "data" / "pg_hba.conf").write_text("host all postgres 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    running = subprocess.Popen([*owner, _BINARIES / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder, "-c",
                                 "listen_addresses=127.0.0.1", "-c", "fsync=off"], stderr=subprocess.DEVNULL)
    admin = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
    try:
        until(lambda: _connects(admin), "PostgreSQL")
        yield {"host": "127.0.0.1", "port": port, "adminDsn": admin}
    finally:
        running.send_signal(signal.SIGINT)
        running.wait(PATIENCE_SECONDS)


def _connects(dsn: str) -> bool:
    with contextlib.suppress(psycopg2.OperationalError):
        psycopg2.connect(dsn, connect_timeout=10).close()
        return True
    return False


@pytest.fixture(scope="module")
def launcher(tmp_path_factory, server):
    launcher = Launcher(tmp_path_factory.mktemp("database"), "test-database", {"postgres": server}, with_docker=False)
    try:
        yield launcher.start()
    finally:
        launcher.stop()


def database(**more) -> dict:
    return {"Type": "AWS::RDS::DBInstance", "Properties": {
        "DBInstanceIdentifier": "cashsouk", "Engine": "postgres", "EngineVersion": "15.8", "DBInstanceClass": "db.t4g.small",
        "AllocatedStorage": "20", "DBName": "cashsouk", "MasterUsername": "cashsouk_master", **more}}


OUTPUTS = {"Secret": {"Value": {"Fn::GetAtt": ["Database", "MasterUserSecret.SecretArn"]}},
           "Host": {"Value": {"Fn::GetAtt": ["Database", "Endpoint.Address"]}},
           "Port": {"Value": {"Fn::GetAtt": ["Database", "Endpoint.Port"]}}}


def test_the_managed_secret_opens_the_database_at_the_endpoint_that_the_stack_gives(launcher, server):
    stacks = Stacks(launcher)
    stack = stacks.create({"Database": database(ManageMasterUserPassword=True)}, Outputs=OUTPUTS)
    assert stack.status == "CREATE_COMPLETE", stack.reasons()
    assert (stack.outputs["Host"], stack.outputs["Port"]) == (server["host"], str(server["port"]))
    value = json.loads(launcher.client("secretsmanager").get_secret_value(SecretId=stack.outputs["Secret"])["SecretString"])
    assert set(value) == {"username", "password"} and ":secret:rds!db-" in stack.outputs["Secret"]
    given = {"host": stack.outputs["Host"], "port": stack.outputs["Port"], "dbname": "cashsouk",
             "user": value["username"], "password": value["password"]}
    with contextlib.closing(psycopg2.connect(**given)) as connection, connection.cursor() as cursor:
        cursor.execute("select current_user, rolsuper, rolcreaterole from pg_roles where rolname = current_user")
        assert cursor.fetchone() == ("cashsouk_master", False, True)
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(**{**given, "password": "password"})
    shown = launcher.client("rds").describe_db_instances(DBInstanceIdentifier="cashsouk")["DBInstances"][0]
    assert shown["MasterUserSecret"]["SecretArn"] == stack.outputs["Secret"]
    assert shown["Endpoint"]["Port"] == server["port"] and shown["DBName"] == "cashsouk"
    again = stacks.update(stack, {"Database": database(ManageMasterUserPassword=True, BackupRetentionPeriod=7)}, Outputs=OUTPUTS)
    assert again.status == "UPDATE_COMPLETE" and again.outputs == stack.outputs, again.reasons()


def test_a_password_beside_a_managed_one_is_refused(launcher):
    stack = Stacks(launcher).create({"Database": database(
        DBInstanceIdentifier="both", ManageMasterUserPassword=True, MasterUserPassword="given-given")})
    assert stack.status == "ROLLBACK_COMPLETE"
    assert any("You can't specify MasterUserPassword" in reason for reason in stack.reasons())
