"""A rolling deployment's next step, on paper."""
from __future__ import annotations

import pytest
from launcher.ecs.plan import Limits, Step, Tasks, next_step, pause_seconds
from launcher.ecs.target_health import Health, judge, passes

ONE, TWO = Limits(1), Limits(2)


@pytest.mark.parametrize("title, new, old, limits, step", [
    ("a new service starts all its tasks", Tasks(0, 0), Tasks(0, 0), TWO, Step(start=2)),
    ("an old task stays while the new one starts", Tasks(1, 0), Tasks(1, 1), ONE, Step()),
    ("an old task goes when a new one is ready", Tasks(1, 1), Tasks(1, 1), ONE, Step(stop_old_ready=1)),
    ("old tasks go one by one as new ones get ready", Tasks(2, 1), Tasks(2, 2), TWO, Step(stop_old_ready=1)),
    ("it is complete when the new tasks alone are left", Tasks(2, 2), Tasks(0, 0), TWO, Step(complete=True)),
    ("a task too many goes", Tasks(3, 3), Tasks(0, 0), TWO, Step(stop_new=1)),
    ("at 100 percent at most an old task makes room", Tasks(0, 0), Tasks(2, 2), Limits(2, 50, 100), Step(stop_old_ready=1)),
    ("and then a new one takes its place", Tasks(0, 0), Tasks(1, 1), Limits(2, 50, 100), Step(start=1)),
    ("no more than the maximum start at once", Tasks(0, 0), Tasks(4, 4), Limits(4, 100, 150), Step(start=2)),
    ("an old task that is not ready goes once the new ones are", Tasks(1, 1), Tasks(1, 0), ONE, Step(stop_old_unready=True)),
    ("scaled to nothing everything goes", Tasks(1, 1), Tasks(1, 1), Limits(0), Step(stop_new=1, stop_old_ready=1)),
    ("nothing is wanted and nothing is there", Tasks(0, 0), Tasks(0, 0), Limits(0), Step(complete=True)),
], ids=lambda value: value if isinstance(value, str) else "")
def test_next_step(title, new, old, limits, step):
    assert next_step(new, old, limits, may_start=True) == step


def test_nothing_starts_during_a_pause():
    assert next_step(Tasks(0, 0), Tasks(0, 0), TWO, may_start=False) == Step()


def test_pauses_grow_to_a_minute():
    assert [round(pause_seconds(failures), 1) for failures in (0, 1, 2, 3, 50)] == [0, 1, 1.5, 2.2, 60]


@pytest.mark.parametrize("status, matcher, outcome", [
    (200, "200", True), (204, "200", False), (302, "200,302", True), (299, "200-299", True), (500, "200-299", False)])
def test_a_matcher_is_a_list_of_codes_and_ranges(status, matcher, outcome):
    assert passes(status, matcher) is outcome


def test_one_success_makes_a_new_target_healthy_and_consecutive_failures_an_unhealthy_one():
    health, thresholds = Health(), (5, 2)
    assert judge(health, False, thresholds, counts_failure=False).state == "initial"
    assert judge(health, True, thresholds, counts_failure=True).state == "healthy"
    assert judge(health, False, thresholds, counts_failure=True).state == "healthy"
    assert judge(health, False, thresholds, counts_failure=True).state == "unhealthy"
    assert judge(health, True, thresholds, counts_failure=True).state == "unhealthy"
