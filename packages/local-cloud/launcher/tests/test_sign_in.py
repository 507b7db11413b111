"""Cognito's pages and tokens, as a portal's server and the API meet them."""
from __future__ import annotations

import base64
import hashlib
import json
import secrets
import urllib.error
import urllib.parse
import urllib.request
import uuid

import pytest
from process import REGION

BACK = "http://investor.cashsouk.localhost:8080/auth/callback"
VERIFIER = "v" * 43
_PASSWORD = secrets.token_urlsafe(24) + "aA1!"


class Pool:
    """A pool with two confidential clients and one user in one group, as a stack lays it down."""

    def __init__(self, cloud, stacks):
        self.cloud, self.api = cloud, cloud.client("cognito-idp")
        client = {"UserPoolId": {"Ref": "Pool"}, "GenerateSecret": True, "SupportedIdentityProviders": ["COGNITO"],
                  "AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["code"],
                  "AllowedOAuthScopes": ["openid", "email", "profile"], "CallbackURLs": [BACK],
                  "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"], "AccessTokenValidity": 60,
                  "TokenValidityUnits": {"AccessToken": "minutes"}}
        stack = stacks.create({
            "Pool": {"Type": "AWS::Cognito::UserPool", "Properties": {"UsernameAttributes": ["email"]}},
            "Group": {"Type": "AWS::Cognito::UserPoolGroup",
                      "Properties": {"UserPoolId": {"Ref": "Pool"}, "GroupName": "investor"}},
            "One": {"Type": "AWS::Cognito::UserPoolClient", "Properties": client},
            "Other": {"Type": "AWS::Cognito::UserPoolClient", "Properties": client},
            "Kept": {"Type": "AWS::SecretsManager::Secret",
                     "Properties": {"SecretString": {"Fn::GetAtt": ["One", "ClientSecret"]}}},
        }, Outputs={name: {"Value": {"Ref": name}} for name in ("Pool", "One", "Other", "Kept")})
        assert stack.status == "CREATE_COMPLETE", stack.reasons()
        self.id, self.one, self.other, self.kept = (stack.outputs[name] for name in ("Pool", "One", "Other", "Kept"))
        self.user = f"{uuid.uuid4().hex[:6]}@example.test"
        self.api.admin_create_user(UserPoolId=self.id, Username=self.user, MessageAction="SUPPRESS", UserAttributes=[
            {"Name": "email", "Value": self.user}, {"Name": "email_verified", "Value": "true"}])
        self.api.admin_set_user_password(UserPoolId=self.id, Username=self.user, Password=_PASSWORD, Permanent=True)
        self.api.admin_add_user_to_group(UserPoolId=self.id, Username=self.user, GroupName="investor")

    def secret(self, client: str) -> str:
        found = self.api.describe_user_pool_client(UserPoolId=self.id, ClientId=client)
        return found["UserPoolClient"]["ClientSecret"]

    def code(self, client: str) -> str:
        """What the browser brings back from the sign-in page."""
        challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
        form = {"client_id": client, "redirect_uri": BACK, "scope": "openid email profile", "state": "s", "nonce": "n",
                "response_type": "code", "code_challenge": challenge, "code_challenge_method": "S256"}
        status, _, page = self.ask("/oauth2/authorize?" + urllib.parse.urlencode(form))
        assert status == 200 and 'name="password"' in page
        status, location, _ = self.ask("/login", {**form, "username": self.user, "password": _PASSWORD})
        assert status == 302 and location.startswith(BACK)
        return urllib.parse.parse_qs(urllib.parse.urlsplit(location).query)["code"][0]

    def tokens(self, client: str, secret: str | None, **grant: str) -> dict:
        pair = base64.b64encode(f"{client}:{secret}".encode()).decode()
        own = {"Authorization": f"Basic {pair}"} if secret else {}
        status, _, body = self.ask("/oauth2/token", {"client_id": client, **grant}, own)
        return {"status": status, **json.loads(body)}

    def signed_in(self) -> dict:
        return self.tokens(self.one, self.secret(self.one), grant_type="authorization_code", code=self.code(self.one),
                           redirect_uri=BACK, code_verifier=VERIFIER)

    def refreshed(self, tokens: dict, client: str | None = None, secret: str | None = None) -> dict:
        client = client or self.one
        return self.tokens(client, secret, grant_type="refresh_token", refresh_token=tokens["refresh_token"])

    def ask(self, path: str, form: dict | None = None, headers: dict | None = None) -> tuple[int, str, str]:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None

        request = urllib.request.Request(f"http://127.0.0.1:{self.cloud.port}{path}", headers=headers or {},
                                         data=urllib.parse.urlencode(form).encode() if form else None)
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=20) as answer:
                return answer.status, "", answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers.get("Location", ""), error.read().decode()


@pytest.fixture(scope="module")
def pool(cloud, stacks):
    return Pool(cloud, stacks)


def claims(token: str) -> dict:
    part = token.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


def test_a_template_hands_a_clients_secret_on_to_secrets_manager(pool, cloud):
    kept = cloud.client("secretsmanager").get_secret_value(SecretId=pool.kept)["SecretString"]
    assert kept == pool.secret(pool.one) and len(kept) > 40


def test_a_sign_in_gives_tokens_of_the_pool_for_an_hour(pool):
    tokens = pool.signed_in()
    access, identity = claims(tokens["access_token"]), claims(tokens["id_token"])
    assert access["iss"] == f"https://cognito-idp.{REGION}.amazonaws.com/{pool.id}"
    assert (access["token_use"], access["client_id"], access["exp"] - access["iat"]) == ("access", pool.one, 3600)
    assert (identity["token_use"], identity["aud"], identity["nonce"]) == ("id", pool.one, "n")
    assert access["cognito:groups"] == identity["cognito:groups"] == ["investor"]
    assert identity["email"] == pool.user and identity["email_verified"] is True


def test_refreshed_tokens_have_the_users_groups(pool):
    fresh = pool.refreshed(pool.signed_in(), secret=pool.secret(pool.one))
    assert claims(fresh["access_token"]).get("cognito:groups") == ["investor"]
    assert claims(fresh["id_token"]).get("cognito:groups") == ["investor"]


@pytest.mark.parametrize("who", ["nobody", "the other client", "one with a wrong secret"])
def test_a_refresh_token_is_good_for_its_own_client_with_its_secret_only(pool, who):
    client, secret = {"nobody": (pool.one, None), "the other client": (pool.other, pool.secret(pool.other)),
                      "one with a wrong secret": (pool.one, "wrong")}[who]
    refused = pool.refreshed(pool.signed_in(), client, secret)
    assert (refused["status"], refused.get("access_token")) == (400, None)
    assert refused["error"] == ("invalid_grant" if who == "the other client" else "invalid_client")


def test_a_sign_out_everywhere_ends_every_refresh_token_of_the_user(pool):
    tokens = [pool.signed_in(), pool.signed_in()]
    pool.api.admin_user_global_sign_out(UserPoolId=pool.id, Username=pool.user)
    for one in tokens:
        assert pool.refreshed(one, secret=pool.secret(pool.one))["error"] == "invalid_grant"
    assert pool.refreshed(pool.signed_in(), secret=pool.secret(pool.one))["status"] == 200


def test_a_revoked_refresh_token_is_refused(pool):
    tokens, other = pool.signed_in(), pool.signed_in()
    pair = base64.b64encode(f"{pool.one}:{pool.secret(pool.one)}".encode()).decode()

    def revoke(token: str, **headers: str) -> tuple[int, str]:
        status, _, body = pool.ask("/oauth2/revoke", {"token": token, "client_id": pool.one}, headers)
        return status, json.loads(body)["error"] if body else ""

    assert revoke(tokens["refresh_token"]) == (400, "invalid_client")
    assert revoke(tokens["access_token"], Authorization=f"Basic {pair}") == (400, "unsupported_token_type")
    assert revoke(tokens["refresh_token"], Authorization=f"Basic {pair}") == (200, "")
    assert pool.refreshed(tokens, secret=pool.secret(pool.one))["error"] == "invalid_grant"
    assert pool.refreshed(other, secret=pool.secret(pool.one))["status"] == 200
