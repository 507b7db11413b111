"""Nested stacks that do not need each other come up at the same time, as on AWS; ministack takes one after another.

AWS: "DependsOn attribute"
(https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-dependson.html): without a dependency,
resources are created in parallel.

The engine still asks for one nested stack after another. When it asks for the first, those that are free to go are begun
beside it; when it asks for them, their outcome is taken. What was begun and not asked for, because the first failed, is
undone before the rollback.
"""
from __future__ import annotations

import asyncio
import contextvars
import copy
import json
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

from ministack.services.cloudformation import _stacks, changesets, engine, handlers, provisioners, stacks

from launcher.config import Config

STACK = "AWS::CloudFormation::Stack"


@dataclass
class Operation:
    stack_id: str
    template: dict
    values: dict
    tags: list
    previous: dict | None
    begun: dict[str, Begun] = field(default_factory=dict)


@dataclass
class Begun:
    future: Future
    undo: object


_operations: dict[str, Operation] = {}


def mend(config: Config) -> None:
    deploy, roll_back = stacks._deploy_stack_async, stacks._roll_back_operation
    handler = provisioners._RESOURCE_HANDLERS[STACK]
    create, update, delete = handler["create"], handler["update"], handler["delete"]

    async def deploy_with_siblings(name, stack_id, template, values, disable_rollback, tags, is_update=False,
                                   previous_stack=None, **rest):
        _operations[name] = Operation(stack_id, template, values, (_stacks.get(name) or {}).get("Tags") or [],
                                      previous_stack if is_update else None)
        try:
            await deploy(name, stack_id, template, values, disable_rollback, tags, is_update=is_update,
                         previous_stack=previous_stack, **rest)
        finally:
            await asyncio.to_thread(_undo, _operations.pop(name, None))

    async def roll_back_with_siblings(name, *args, **kwargs):
        await asyncio.to_thread(_undo, _operations.get(name))
        await roll_back(name, *args, **kwargs)

    def create_or_take(logical_id, props, parent):
        return _take(parent, logical_id) or _together(parent, logical_id, lambda: create(logical_id, props, parent),
                                                      create, update, delete)

    def update_or_take(physical_id, old, new, parent, logical_id=None):
        return _take(parent, logical_id) or _together(
            parent, logical_id, lambda: update(physical_id, old, new, parent, logical_id), create, update, delete)

    stacks._roll_back_operation = roll_back_with_siblings
    # Imported by name where an operation begins.
    for module in (stacks, handlers, changesets):
        module._deploy_stack_async = deploy_with_siblings
    handler["create"], handler["update"] = create_or_take, update_or_take


def _take(parent: str, logical_id: str | None):
    operation = _operations.get(parent)
    begun = operation.begun.pop(logical_id, None) if operation and logical_id else None
    return begun.future.result() if begun else None


def _together(parent: str, logical_id: str | None, itself, create, update, delete):
    operation = _operations.get(parent)
    # A rollback sends nested stacks back in its own order.
    if operation and logical_id and _stacks[parent]["StackStatus"] in ("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS"):
        for sibling in _free(operation, logical_id):
            _begin(operation, parent, sibling, create, update, delete)
    return itself()


def _free(operation: Operation, logical_id: str) -> list[str]:
    """Nested stacks after this one that need nothing that has not been done."""
    resources = operation.template["Resources"]
    conditions = engine._evaluate_conditions(operation.template, operation.values)
    ordered = stacks._topological_sort(resources, conditions)
    position = ordered.index(logical_id)
    done = set(ordered[:position])

    def needed(name: str) -> set[str]:
        after = resources[name].get("DependsOn") or []
        named = {reference for reference, _ in stacks._intrinsic_references(resources[name].get("Properties") or {})}
        return (named | set([after] if isinstance(after, str) else after)) & set(resources)

    return [name for name in ordered[position + 1:]
            if resources[name]["Type"] == STACK and name not in operation.begun and needed(name) <= done
            and conditions.get(resources[name].get("Condition"), True)
            and "{{resolve:" not in json.dumps(resources[name])]


def _begin(operation: Operation, parent: str, name: str, create, update, delete) -> None:
    props = _props(operation, parent, name)
    before = ((operation.previous or {}).get("_resources") or {}).get(name)
    if before is None:
        call = lambda: create(name, props, parent)  # noqa: E731
        undo = lambda made: delete(made[0], props)  # noqa: E731
    else:
        old = stacks._with_stack_tags(STACK, before["Properties"], operation.previous.get("Tags") or [], parent,
                                      operation.stack_id, name)
        if old == props:
            return
        call = lambda: update(before["PhysicalResourceId"], old, props, parent, name)  # noqa: E731
        undo = lambda made: update(made[0], props, old, parent, name)  # noqa: E731
    future: Future = Future()
    context = contextvars.copy_context()

    def run() -> None:
        try:
            future.set_result(context.run(call))
        except Exception as error:
            future.set_exception(error)

    operation.begun[name] = Begun(future, lambda made: context.run(undo, made))
    threading.Thread(target=run, daemon=True, name=f"nested-{name}").start()


def _props(operation: Operation, parent: str, name: str) -> dict:
    conditions = engine._evaluate_conditions(operation.template, operation.values)
    props = engine._resolve_refs(copy.deepcopy(operation.template["Resources"][name].get("Properties") or {}),
                                 _stacks[parent]["_resources"], operation.values, conditions,
                                 operation.template.get("Mappings", {}), parent, operation.stack_id)
    props = {key: value for key, value in props.items() if value is not engine._NO_VALUE}
    return stacks._with_stack_tags(STACK, props, operation.tags, parent, operation.stack_id, name)


def _undo(operation: Operation | None) -> None:
    while operation and operation.begun:
        name, begun = operation.begun.popitem()
        try:
            made = begun.future.result()
        except Exception:
            continue  # it undid itself
        try:
            begun.undo(made)
        except Exception:
            stacks.logger.exception("undoing nested stack %s", name)
