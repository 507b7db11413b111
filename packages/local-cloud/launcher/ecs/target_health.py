"""A target gets traffic when its health check passed, and is let go when its last request is answered.

ministack calls every target healthy and spreads requests over all of them.

AWS: "Health checks for Application Load Balancer target groups"
(https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html): a new target is
`initial` until its first check passed, and gets nothing before; with unhealthy targets only, requests go to all of them
("fails open"). "Edit target group
attributes" (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-target-group-attributes.html):
deregistration delay.
"""
from __future__ import annotations

import random
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from xml.sax.saxutils import escape

from ministack.core.responses import StreamingResponse
from ministack.services import alb, ecs

from launcher.config import Config

_TICK_SECONDS = 0.3
# AWS waits a whole interval for the first result; here a good start is seen within a second.
_INITIAL_SECONDS = 1.0
_MOST_DRAIN_SECONDS = 30
_UNAVAILABLE = b"<html><head><title>503 Service Temporarily Unavailable</title></head></html>\n"


@dataclass
class Health:
    state: str = "initial"
    reason: str = "Elb.InitialHealthChecking"
    description: str = "Initial health checks in progress"
    successes: int = 0
    failures: int = 0
    next_check: float = 0.0
    next_failure: float = 0.0


_targets: dict[tuple[str, str, int], Health] = {}
_in_flight: Counter[str] = Counter()
_lock = threading.Lock()
_listening: list = []


def mend(config: Config) -> None:
    alb._describe_target_health = _describe
    alb._ACTION_MAP["DescribeTargetHealth"] = _describe
    _route_to_healthy()
    threading.Thread(target=_watch, daemon=True, name="target-health").start()


def state_of(target_group: str, address: str, port: int) -> str:
    health = _targets.get((target_group, address, int(port)))
    return health.state if health else "initial"


def on_change(listener) -> None:
    _listening.append(listener)


def drain(task: dict) -> None:
    """Waits for the requests that the task's address is answering, at most its target group's deregistration delay."""
    address = ecs._task_ip(task)
    end = time.monotonic() + _MOST_DRAIN_SECONDS
    while address and _in_flight[address] > 0 and time.monotonic() < end:
        time.sleep(0.05)


def passes(status: int, matcher: str) -> bool:
    """`200`, `200,302` or `200-299`."""
    ranges = [(part.split("-")[0], part.split("-")[-1]) for part in str(matcher).split(",")]
    return any(int(low) <= status <= int(high) for low, high in ranges)


def judge(health: Health, healthy: bool, thresholds: tuple[int, int], counts_failure: bool) -> Health:
    """The first success of a new target is enough; afterwards consecutive results decide."""
    to_healthy, to_unhealthy = thresholds
    if healthy:
        health.successes, health.failures = health.successes + 1, 0
        if health.state == "initial" or health.successes >= to_healthy:
            health.state, health.reason, health.description = "healthy", "", ""
    elif counts_failure:
        health.successes, health.failures = 0, health.failures + 1
        if health.failures >= to_unhealthy:
            health.state = "unhealthy"
    return health


def _watch() -> None:
    with ThreadPoolExecutor(max_workers=8, thread_name_prefix="target-check") as pool:
        while True:
            time.sleep(_TICK_SECONDS)
            try:
                _check_all(pool)
            except Exception:
                alb.logger.exception("target health check")


def _check_all(pool: ThreadPoolExecutor) -> None:
    now, seen = time.monotonic(), set()
    groups = {key[-1]: group for key, group in list(alb._tgs._data.items())}
    for scoped, registered in list(alb._targets._data.items()):
        arn = scoped[-1]
        group = groups.get(arn)
        if group is None or group.get("TargetType") not in ("ip", "instance"):
            continue
        for target in registered:
            key = (arn, target["Id"], int(target.get("Port") or group.get("Port", 80)))
            seen.add(key)
            health = _targets.setdefault(key, Health())
            if now >= health.next_check:
                interval = float(group.get("HealthCheckIntervalSeconds") or 30)
                health.next_check = now + (_INITIAL_SECONDS if health.state == "initial" else interval)
                pool.submit(_check, key, group, health, interval)
    for key in set(_targets) - seen:
        _targets.pop(key, None)


def _check(key: tuple[str, str, int], group: dict, health: Health, interval: float) -> None:
    _, address, port = key
    status, problem = _get(f"http://{address}:{port}{group.get('HealthCheckPath') or '/'}",
                           float(group.get("HealthCheckTimeoutSeconds") or 5))
    matcher = group.get("Matcher") or "200"
    matcher = matcher.get("HttpCode", "200") if isinstance(matcher, dict) else matcher
    healthy = status is not None and passes(status, matcher)
    counts, before = time.monotonic() >= health.next_failure, health.state
    if counts:
        health.next_failure = time.monotonic() + interval - _TICK_SECONDS
    if not healthy:
        health.reason = "Target.ResponseCodeMismatch" if status else problem
        health.description = (f"Health checks failed with these codes: [{status}]" if status
                              else "Request timed out" if problem == "Target.Timeout" else "Health checks failed")
    thresholds = (int(group.get("HealthyThresholdCount") or 5), int(group.get("UnhealthyThresholdCount") or 2))
    judge(health, healthy, thresholds, counts)
    if health.state != before:
        for listener in _listening:
            listener()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


_browser = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect)


def _get(url: str, timeout: float) -> tuple[int | None, str]:
    request = urllib.request.Request(url, headers={"User-Agent": "ELB-HealthChecker/2.0", "Connection": "close"})
    try:
        with _browser.open(request, timeout=timeout) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return error.code, ""
    except TimeoutError:
        return None, "Target.Timeout"
    except OSError:
        return None, "Target.FailedHealthChecks"


def _route_to_healthy() -> None:
    forward, proxy = alb._forward_to_tg, alb._proxy_http_target

    async def proxy_counted(target, group, *args, **kwargs):
        address = str(target["Id"])
        _count(address, 1)
        try:
            status, headers, body = await proxy(target, group, *args, **kwargs)
        except BaseException:
            _count(address, -1)
            raise
        if not isinstance(body, StreamingResponse):
            _count(address, -1)
            return status, headers, body
        return status, headers, _counted(body, address)

    async def forward_to_healthy(arn, method, path, headers, body, query, raw_query=None, raw_path=None):
        group, registered = alb._tgs.get(arn), alb._targets.get(arn, [])
        if group is None or not registered or group.get("TargetType") not in ("ip", "instance"):
            return await forward(arn, method, path, headers, body, query, raw_query, raw_path)
        by_state: dict[str, list[dict]] = {}
        for target in registered:
            by_state.setdefault(state_of(arn, target["Id"], target.get("Port") or group["Port"]), []).append(target)
        able = by_state.get("healthy") or by_state.get("unhealthy")
        if not able:
            return 503, {"Content-Type": "text/html"}, _UNAVAILABLE
        return await alb._proxy_http_target(random.choice(able), group, method, raw_path or path, headers, body, query,
                                            raw_query)

    alb._proxy_http_target, alb._forward_to_tg = proxy_counted, forward_to_healthy


def _count(address: str, change: int) -> None:
    with _lock:
        _in_flight[address] += change


def _counted(body: StreamingResponse, address: str) -> StreamingResponse:
    """The request is over when its answer was sent, not when it began."""
    async def run(send, receive):
        try:
            await body.runner(send, receive)
        finally:
            _count(address, -1)

    return StreamingResponse(run)


def _describe(params):
    arn = alb._p(params, "TargetGroupArn")
    if arn not in alb._tgs:
        return alb._error("TargetGroupNotFound", "One or more target groups not found")
    wanted = {target["Id"] for target in alb._parse_targets_param(params)}
    members = "".join(_description(arn, target, alb._tgs[arn]) for target in alb._targets.get(arn, [])
                      if not wanted or target["Id"] in wanted)
    return alb._xml(200, "DescribeTargetHealth", f"<TargetHealthDescriptions>{members}</TargetHealthDescriptions>")


def _description(arn: str, target: dict, group: dict) -> str:
    port = int(target.get("Port") or group["Port"])
    health = _targets.get((arn, target["Id"], port)) or Health()
    why = "" if health.state == "healthy" else (
        f"<Reason>{escape(health.reason)}</Reason><Description>{escape(health.description)}</Description>")
    return (f"<member><Target><Id>{escape(target['Id'])}</Id><Port>{port}</Port></Target>"
            f"<HealthCheckPort>{port}</HealthCheckPort>"
            f"<TargetHealth><State>{health.state}</State>{why}</TargetHealth></member>")
