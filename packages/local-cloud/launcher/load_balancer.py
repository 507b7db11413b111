"""The load balancer listens: a request to this port is what a request to the load balancer's name is on AWS.

ministack answers under `/_alb/<name>/` of its own port only, which changes the path and the Host. Its matching of hosts
is case-sensitive.

AWS: "Condition types for listener rules"
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-condition-types.html): host names are
case-insensitive; "HTTP headers and Application Load Balancers"
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html).
"""
from __future__ import annotations

import json
from urllib.parse import parse_qs

from ministack import app
from ministack.core.responses import request_scope
from ministack.core.sigv4 import decode_header_value
from ministack.services import alb

from launcher.config import Config
from launcher import server


def mend(config: Config) -> None:
    async def answer(scope, receive, send):
        with request_scope(config.account, config.region):
            response = await _dispatch(scope, receive)
            await app._send_if_handled(send, response, receive)

    for address in config.load_balancer:
        server.ENDPOINTS[address] = answer
    match = alb._match_condition

    def match_condition(condition, method, path, headers, query):
        if condition.get("Field") != "host-header":
            return match(condition, method, path, headers, query)
        values = (condition.get("HostHeaderConfig") or {}).get("Values") or condition.get("Values") or []
        lowered = {**condition, "Values": [value.lower() for value in values]}
        return match(lowered, method, path, {**headers, "host": headers.get("host", "").lower()}, query)

    alb._match_condition = match_condition


async def _dispatch(scope, receive):
    headers: dict[str, str] = {}
    for name, value in scope["headers"]:
        key, text = name.decode("latin-1").lower(), decode_header_value(value)
        headers[key] = f"{headers[key]}{'; ' if key == 'cookie' else ', '}{text}" if key in headers else text
    balancer = next(iter(alb._lbs.values()), None)
    if balancer is None:
        return 503, {"Content-Type": "application/json"}, json.dumps({"message": "There is no load balancer yet"}).encode()
    body = b""
    while (message := await receive())["type"] == "http.request":
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    else:
        return 499, {}, b""
    query = scope["query_string"].decode("latin-1")
    return await alb.dispatch_request(
        balancer, scope["method"], scope["path"], headers, body, parse_qs(query, keep_blank_values=True), _port(balancer),
        client_ip=scope["client"][0], raw_query_string=query, raw_path=(scope.get("raw_path") or b"").decode("latin-1"))


def _port(balancer: dict) -> int:
    """One port here stands for the listener that the public would reach."""
    ports = sorted(listener.get("Port", 80) for listener in alb._listeners.values()
                   if listener["LoadBalancerArn"] == balancer["LoadBalancerArn"])
    return 443 if 443 in ports else ports[0] if ports else 80
