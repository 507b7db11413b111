"""A refresh token is good for the client that it was given to until it is revoked, and what it gives says the user's groups.

AWS: "The token endpoint" (https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html): a client that has
a secret authenticates with it for every grant; "Understanding the access token"
(https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html) and
"Refresh tokens" (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html);
"The revoke endpoint" (https://docs.aws.amazon.com/cognito/latest/developerguide/revocation-endpoint.html).
"""
from __future__ import annotations

from urllib.parse import parse_qsl

from ministack import app
from ministack.services import cognito

from launcher.config import Config


def mend_refreshed_groups(config: Config) -> None:
    """ministack leaves `cognito:groups` out of what /oauth2/token gives for a refresh token: after an hour nobody has a role."""
    sign = cognito._fake_token

    def sign_with_groups(sub, pool_id, client_id, token_type="access", username="", user_attrs=None, groups=None, **rest):
        if groups is None and rest.get("trigger_source") == "TokenGeneration_RefreshTokens":
            user = cognito._get_pool_unscoped(pool_id)["_users"].get(username) or {}
            groups = user.get("_groups")
        return sign(sub, pool_id, client_id, token_type, username, user_attrs, groups, **rest)

    cognito._fake_token = sign_with_groups


def mend_refresh_client(config: Config) -> None:
    """ministack takes a refresh token from any client, and from one with a secret without it."""
    give = cognito._oauth2_token

    def give_to_its_client(data, query_params, raw_body=b"", headers=None):
        form = dict(parse_qsl(raw_body.decode("utf-8", errors="replace"), keep_blank_values=True))
        entry = cognito._refresh_tokens.get(form.get("refresh_token", ""))
        if form.get("grant_type") == "refresh_token" and entry:
            asking = _authenticated(headers or {}, form)
            if asking is None:
                return cognito._oauth2_error("invalid_client", "Client authentication failed.")
            if entry["client_id"] != asking:
                return cognito._oauth2_error("invalid_grant", "Invalid refresh token.")
        return give(data, query_params, raw_body, headers)

    cognito._oauth2_token = give_to_its_client


def mend_revocation(config: Config) -> None:
    """ministack has no /oauth2/revoke: what a sign-out revokes stays good."""
    answer = app._handle_cognito_body_request

    async def answer_revocation(method, path, headers, body, query_params):
        if (method, path) != ("POST", "/oauth2/revoke"):
            return await answer(method, path, headers, body, query_params)
        return _revoke(headers, dict(parse_qsl(body.decode("utf-8", errors="replace"))))

    app._handle_cognito_body_request = answer_revocation


def _revoke(headers: dict, form: dict):
    asking, token = _authenticated(headers, form), form.get("token")
    if not token:
        return cognito._oauth2_error("invalid_request", "token is required.")
    if asking is None:
        return cognito._oauth2_error("invalid_client", "Client authentication failed.")
    if cognito._token_claims(token).get("token_use") in ("access", "id"):
        return cognito._oauth2_error("unsupported_token_type", "Only refresh tokens are revoked.")
    entry = cognito._refresh_tokens.get(token)
    # As RFC 7009 has it: what is unknown, or another client's, is not worth an error.
    if entry and entry["client_id"] == asking:
        cognito._revoke_token({"Token": token})
    return 200, {}, b""


def _authenticated(headers: dict, form: dict) -> str | None:
    """The client that asks, if it says its secret or has none."""
    asking, secret = cognito._authenticate_client(headers, form)
    _, _, client = cognito._find_pool_by_client_id(asking)
    return asking if client and secret == (client.get("ClientSecret") or "") else None
