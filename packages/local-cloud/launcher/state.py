"""What an instance remembers: written when it is told to stop, read when it starts, and never a half.

ministack saves its services on SIGTERM. A process that was killed left nothing newer than the last orderly stop, while
its containers, images and database went on: that state is dropped, and the instance says so and starts clean.
"""
from __future__ import annotations

import copy
import logging
import shutil

from ministack import app
from ministack.core import persistence
from ministack.core.responses import request_scope
from ministack.services import ecs

from launcher.cloudformation import generic_types
from launcher.config import Config

logger = logging.getLogger("launcher")
_RUNNING = "running"


def mend(config: Config) -> None:
    """The generic types' records are saved beside the services' own."""
    collect, load = app._build_persistence_save_dict, app._load_persisted_state

    def collect_all():
        return {**collect(), "generic_types": lambda: {"records": copy.deepcopy(generic_types.RECORDS)}}

    def load_all():
        load()
        saved = persistence.load_state("generic_types")
        if saved:
            generic_types.RECORDS.update(saved["records"])
        # ministack restores a task as STOPPED but still wanted: the scheduler would wait for it for ever.
        for _, task in ecs._tasks.all_items():
            if task["lastStatus"] == "STOPPED":
                task["desiredStatus"] = "STOPPED"
        # What was saved counts tasks that are gone.
        for (account, region, key), _ in ecs._services.all_items():
            with request_scope(account, region):
                ecs._refresh_service_state(key.split("/")[0], f"service:{key.split('/')[1]}")

    app._build_persistence_save_dict, app._load_persisted_state = collect_all, load_all


def begin(config: Config) -> bool:
    """Whether the last run ended in order; what a killed one left is removed."""
    marker = config.state_dir / _RUNNING
    orderly = not marker.exists()
    if not orderly:
        logger.warning("The last run was killed: its state is lost, starting clean. Containers of %s are removed.",
                       config.instance)
        shutil.rmtree(config.state_dir)
    config.state_dir.mkdir(parents=True, exist_ok=True)
    marker.touch()
    return orderly


def end(config: Config) -> None:
    (config.state_dir / _RUNNING).unlink(missing_ok=True)
