"""A PostgreSQL instance of RDS is a role and a database on the PostgreSQL server that the configuration names.

ministack makes an instance from CloudFormation as a record only: an address that does not exist, the password
"password", and `ManageMasterUserPassword` ignored.

AWS: "AWS::RDS::DBInstance"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-rds-dbinstance.html) and "Password
management with Amazon RDS and AWS Secrets Manager"
(https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html): the secret holds `username` and
`password`, its name starts with `rds!db-`.
"""
from __future__ import annotations

import json
from xml.sax.saxutils import escape

import psycopg2
from psycopg2 import sql

from ministack.core.responses import get_account_id, get_region, new_uuid
from ministack.services import rds, secretsmanager
from ministack.services.cloudformation import provisioners

from launcher.cloudformation import secret_ref
from launcher.config import Config, Postgres

# RDS: at least 8 characters, without `/`, `@`, `"` and space; the managed one has 28.
_MANAGED = {"PasswordLength": 28, "ExcludeCharacters": "/@\"'\\ "}


def mend(config: Config) -> None:
    if config.postgres is None:
        return
    handler = provisioners._RESOURCE_HANDLERS["AWS::RDS::DBInstance"]
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    def create_database(logical_id, props, stack_name):
        _check(props)
        name, attributes = create(logical_id, props, stack_name)
        instance = rds._instances[name]
        if "postgres" not in instance["Engine"]:
            return name, attributes
        if _managed(props):
            instance["_MasterUserPassword"] = secret_ref.generate(_MANAGED)
            instance["MasterUserSecret"] = _make_secret(instance, props)
            attributes = {**attributes, "MasterUserSecret.SecretArn": instance["MasterUserSecret"]["SecretArn"]}
        instance["DBName"] = props.get("DBName") or "postgres"
        _make(config.postgres, instance)
        return name, {**attributes, **_endpoint(config.postgres, instance)}

    def update_database(name, old, new, stack_name, logical_id=None):
        _check(new)
        before = rds._instances.get(name)
        name, attributes = update(name, old, new, stack_name, logical_id)
        instance = rds._instances[name]
        if instance is not before:
            raise ValueError(f"DBInstance {name}: a replacement is not rehearsed here, it would lose the data")
        if not _managed(new) and new.get("MasterUserPassword"):
            _make(config.postgres, instance)
        if instance.get("MasterUserSecret"):
            attributes = {**attributes, "MasterUserSecret.SecretArn": instance["MasterUserSecret"]["SecretArn"]}
        return name, {**attributes, **_endpoint(config.postgres, instance)}

    def delete_database(name, props):
        instance = rds._instances.get(name)
        if instance and str(instance.get("DeletionProtection")).lower() == "true":
            raise ValueError("Cannot delete protected DB Instance, please disable deletion protection and try again.")
        if instance and instance.get("MasterUserSecret"):
            secretsmanager.delete_secret_in_process(instance["MasterUserSecret"]["SecretArn"])
        # The database stays on the server: deleting an instance must not destroy what a developer entered.
        delete(name, props)

    handler.update({"create": create_database, "update": update_database, "update_with_logical_id": True,
                    "delete": delete_database})
    _show_secret()


def _managed(props: dict) -> bool:
    return str(props.get("ManageMasterUserPassword")).lower() == "true"


def _check(props: dict) -> None:
    if _managed(props) and props.get("MasterUserPassword"):
        raise ValueError("You can't specify MasterUserPassword when ManageMasterUserPassword is turned on. "
                         "(InvalidParameterCombination)")


def _make_secret(instance: dict, props: dict) -> dict:
    name = f"rds!db-{new_uuid()}"
    arn = secretsmanager.create_secret_in_process(name, json.dumps(
        {"username": instance["MasterUsername"], "password": instance["_MasterUserPassword"]}))
    key = (props.get("MasterUserSecret") or {}).get("KmsKeyId")
    default = f"arn:aws:kms:{get_region()}:{get_account_id()}:alias/aws/secretsmanager"
    return {"SecretArn": arn, "SecretStatus": "active", "KmsKeyId": key or default}


def _endpoint(server: Postgres, instance: dict) -> dict:
    instance["Endpoint"].update({"Address": server.host, "Port": server.port})
    return {"Endpoint.Address": server.host, "Endpoint.Port": str(server.port)}


def _make(server: Postgres, instance: dict) -> None:
    """The master user may create roles and databases, as rds_superuser may; it is no superuser."""
    user, database = instance["MasterUsername"], instance["DBName"]
    connection = psycopg2.connect(server.admin_dsn, connect_timeout=10)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("select 1 from pg_roles where rolname = %s", (user,))
            verb = "ALTER" if cursor.fetchone() else "CREATE"
            cursor.execute(sql.SQL(verb + " ROLE {} LOGIN CREATEDB CREATEROLE PASSWORD %s").format(sql.Identifier(user)),
                           (instance["_MasterUserPassword"],))
            cursor.execute("select 1 from pg_database where datname = %s", (database,))
            if not cursor.fetchone():
                cursor.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(*map(sql.Identifier, (database, user))))
    finally:
        connection.close()


def _show_secret() -> None:
    """ministack writes MasterUserSecret for clusters only."""
    write = rds._instance_xml

    def with_secret(instance, *args, **kwargs):
        text, secret = write(instance, *args, **kwargs), instance.get("MasterUserSecret")
        if not secret or "<MasterUserSecret>" in text:
            return text
        shown = "".join(f"<{key}>{escape(secret[key])}</{key}>" for key in ("SecretArn", "SecretStatus", "KmsKeyId"))
        return text + f"<MasterUserSecret>{shown}</MasterUserSecret>"

    rds._instance_xml = with_secret
