"""What a rolling deployment does next, decided from what there is. Pure: rollout.py looks and acts.

AWS: "Deploy Amazon ECS services by replacing tasks"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html): minimumHealthyPercent and
maximumPercent; "How the Amazon ECS deployment circuit breaker detects failures"
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html): threshold; "Amazon ECS
service throttle logic" (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html).
"""
from __future__ import annotations

import math
from dataclasses import dataclass

_FIRST_PAUSE_SECONDS = 1.0
_PAUSE_GROWTH = 1.5
# ECS goes up to 27 minutes; nobody rehearses that long.
_LONGEST_PAUSE_SECONDS = 60.0


@dataclass(frozen=True)
class Tasks:
    """Of one side of a rollout: those wanted to run, and those of them that are running and healthy."""
    live: int
    ready: int


@dataclass(frozen=True)
class Limits:
    desired: int
    minimum_percent: int = 100
    maximum_percent: int = 200

    @property
    def most(self) -> int:
        return max(1, self.desired * self.maximum_percent // 100)

    @property
    def fewest(self) -> int:
        return math.ceil(self.desired * self.minimum_percent / 100)


@dataclass(frozen=True)
class Step:
    start: int = 0
    stop_new: int = 0
    stop_old_ready: int = 0
    stop_old_unready: bool = False
    complete: bool = False


def next_step(new: Tasks, old: Tasks, limits: Limits, may_start: bool) -> Step:
    missing = max(0, limits.desired - new.live)
    room = max(0, limits.most - new.live - old.live)
    spared = max(0, new.ready + old.ready - limits.fewest)
    replaced = max(0, old.ready - max(0, limits.desired - new.ready))
    # At 100 % at most there is room for a new task only when an old one went first.
    in_the_way = max(0, missing - room) if may_start else 0
    return Step(
        start=min(missing, room) if may_start else 0,
        stop_new=max(0, new.live - limits.desired),
        stop_old_ready=min(spared, max(replaced, in_the_way)),
        stop_old_unready=old.live > old.ready and (new.ready >= limits.desired or in_the_way > 0),
        complete=new.ready == new.live == limits.desired and old.live == 0,
    )


def pause_seconds(failures: int) -> float:
    return 0.0 if failures <= 0 else min(_LONGEST_PAUSE_SECONDS, _FIRST_PAUSE_SECONDS * _PAUSE_GROWTH ** (failures - 1))
