"""Turn numbers, break things on purpose, begin again, verify the address."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from ..faults import KINDS, BadFault
from ..rules import BadRule
from .answers import refused, the_world, wish

door = Blueprint("workshop", __name__)


@door.get("/settings")
def settings() -> dict[str, Any]:
    """Show the numbers in force."""
    return the_world().rules.as_json()


@door.put("/settings")
def turn() -> dict[str, Any]:
    """Turn some numbers."""
    try:
        return the_world().turn(wish()).as_json()
    except BadRule as error:
        raise refused(422, "bad_setting", str(error)) from error


@door.get("/faults")
def faults() -> dict[str, Any]:
    """List the faults that wait, and the kinds there are."""
    return {"items": the_world().faults.as_json(), "kinds": KINDS}


@door.post("/faults")
def plan_fault() -> dict[str, Any]:
    """Plan a fault: `path`, `kind`, `errcode`, `seconds`, `times` (null = for ever)."""
    try:
        fault = the_world().faults.add(wish())
    except BadFault as error:
        raise refused(422, "bad_fault", str(error)) from error
    return {"id": fault.id}


@door.delete("/faults")
def forget_faults() -> dict[str, Any]:
    """Forget all faults."""
    the_world().faults.clear()
    return {"ok": True}


@door.delete("/faults/<int:fault_id>")
def forget_fault(fault_id: int) -> dict[str, Any]:
    """Forget one fault."""
    the_world().faults.clear(fault_id)
    return {"ok": True}


@door.post("/verify")
def verify() -> dict[str, Any]:
    """Verify the bot's address as the console does."""
    world = the_world()
    return world.courier.verify(world.account(), world.rules)


@door.post("/reset")
def reset() -> dict[str, Any]:
    """Begin again with nobody and nothing."""
    the_world().reset()
    return {"ok": True}
