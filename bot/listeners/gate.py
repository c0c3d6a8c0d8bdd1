"""The dialog of the exclusion gate: what is drafted for a ground, and what stands in it once people have typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slack_sdk.models.views import View

from bot.clean_text import printable
from bot.decisions import RecordedDecision
from bot.letters import draft_letter, rests_on
from bot.listeners.cards import CardPlace
from bot.services import Services
from bot.views.modals import INPUT_LIMIT, explain_view
from bot.views.mrkdwn import within
from knowledge.grounds import Ground

_DRAFTED = ("rests_on", "letter")
_TYPED = (*_DRAFTED, "discretion", "reason")


class GatePlace(CardPlace):
    """Where the gate was opened, and for which ground it was last drafted: the drafts themselves can be made again."""

    drafted_for: Ground
    drafts: int = 1


def first_draft(services: Services, recorded: RecordedDecision, place: CardPlace, *, reason: str | None = None) -> View:
    """Return the gate as it opens: drafted for the ground that is proposed."""
    ground = recorded.decision.prediction.ground or Ground.OUT_OF_TIME
    return explain_view(
        recorded,
        GatePlace(**place.model_dump(), drafted_for=ground).model_dump_json(),
        ground=ground,
        rests_on=rests_on(recorded, ground, services.policy),
        letter=draft_letter(recorded, ground, services.policy),
        reason=reason,
    )


def redrafted(services: Services, view: Mapping[str, Any], ground: Ground) -> View:
    """Return the gate for another ground: drafts nobody has touched are made anew, what people typed is kept."""
    place = GatePlace.model_validate_json(view["private_metadata"])
    recorded = services.log.get(place.decision)
    values = view["state"]["values"]
    typed = typed_in_gate(values)
    before, after = (
        {
            "rests_on": rests_on(recorded, each, services.policy),
            "letter": draft_letter(recorded, each, services.policy),
        }
        for each in (place.drafted_for, ground)
    )
    untouched = [name for name in _DRAFTED if typed[name] == _as_shown(before[name])]
    shown = {name: after[name] if name in untouched else typed[name] for name in _DRAFTED}
    drafts = place.drafts + 1
    blocks = {
        name: f"{name}-{ground.value}-{drafts}" if name in untouched else block_of(values, name) for name in _DRAFTED
    }
    return explain_view(
        recorded,
        place.model_copy(update={"drafted_for": ground, "drafts": drafts}).model_dump_json(),
        ground=ground,
        rests_on=shown["rests_on"],
        letter=shown["letter"],
        reason=typed["reason"] or None,
        discretion=typed["discretion"] or None,
        blocks_named=blocks,
    )


def typed_in_gate(values: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> dict[str, str]:
    """Return what stands in the gate's fields, by field."""
    return {
        name: printable((values.get(block_of(values, name), {}).get("text") or {}).get("value") or "").strip()
        for name in _TYPED
    }


def block_of(values: Mapping[str, Any], name: str) -> str:
    """Return the id of the block that a field stands in: its name, followed by the ground once drafted anew."""
    return next((block for block in values if block == name or block.startswith(f"{name}-")), name)


def _as_shown(draft: str) -> str:
    """Return a draft as it comes back from the dialog when nobody has touched it."""
    return printable(within(draft, INPUT_LIMIT)).strip() if draft else ""
