"""A refresh token is good for the client that it was given to, and what it gives says the user's groups.

AWS: "The token endpoint" (https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html): a client that has
a secret authenticates with it for every grant; "Understanding the access token"
(https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html) and
"Refresh tokens" (https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html).
"""
from __future__ import annotations

from urllib.parse import parse_qsl

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
            asking, secret = cognito._authenticate_client(headers or {}, form)
            _, _, client = cognito._find_pool_by_client_id(asking)
            if client is None or client.get("ClientSecret") and secret != client["ClientSecret"]:
                return cognito._oauth2_error("invalid_client", "Client authentication failed.")
            if entry["client_id"] != asking:
                return cognito._oauth2_error("invalid_grant", "Invalid refresh token.")
        return give(data, query_params, raw_body, headers)

    cognito._oauth2_token = give_to_its_client
