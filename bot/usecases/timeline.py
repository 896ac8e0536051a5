"""What happened to a customer, in words a shopkeeper understands."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from bot.shop.events.models import Event
from bot.shop.owning.actions import MOVED
from bot.shop.owning.queries import why_kept
from bot.shop.owning.rules import Owning
from bot.shop.staff.queries import names_of
from bot.texts import Line, Rendered, Texts, line

# Every verb of the journal that is about a customer; its sentence is `timeline.<verb>`.
VERBS = (
    *("followed", "changed_name", "changed_phone", "phone_changed", "changed_email"),
    *("met_at_till", "joined", "proved_phone", "filled_file", "kept_file", "told_birthday"),
    *("told_day", "forgot_day", "answered_consent", "answered_channel", "stopped_messages"),
    *("stopped_offers", "resumed_messages"),
    *("wished", "forgot_wishes", "refused_mail", "closed_membership", "forgot", "erased"),
    *("bought", "brought_back", "imported_purchases", "ended_secret", "adjusted_points"),
    *("reached_level", "kept_level", "warned_of_level", "lost_level", "redeemed", "collected"),
    *(
        "put_back",
        "put_back_coupon",
        "took_back_proof",
        "cancelled",
        "expired",
        "got_coupon",
        "used_coupon",
        "lost_coupon",
    ),
    *(
        "booked_visit",
        "confirmed_visit",
        "moved_visit",
        "cancelled_visit",
        "visit_kept",
        "visit_missed",
        "handed_visit",
    ),
    *(
        "began_work",
        "moved_work",
        "moved_work_back",
        "put_back_work",
        "promised_work",
        "photographed_work",
        "was_recommended",
        "was_rewarded",
    ),
    *("answered_survey", "opened_complaint", "noted_complaint", "decided_complaint"),
    *("solved_complaint", "skipped_step", "closed_complaint", "reopened_complaint"),
    *("took_talk", "released_talk", "handed_talk", "wrote", "wrote_for_later", "took_back"),
    *("asked_approval", "noted_cause", "opened_task", "put_off_task", "lapsed_task"),
    *("kept_word", "left_note", "finished_task", "merged", "merge_undone", "moved_customer"),
)
OTHER = "other"
# What a line may say of itself beside its sentence: the field of its detail.
_SAID = {
    "bought": "receipt",
    "brought_back": "receipt",
    "collected": "elsewhere",
    "proved_phone": "store",
    "adjusted_points": "why",
    "got_coupon": "why",
    "lost_coupon": "why",
    "promised_work": "why",
}


def told_event(texts: Texts, event: Event) -> Rendered:
    """Return the sentence of one line of the journal."""
    verb = event.verb if event.verb in VERBS else OTHER
    return texts.render(line(f"timeline.{verb}"))


def named_in(events: Sequence[Event]) -> set[str]:
    """Return the logins that the lines of the journal name: who did it, from whom to whom."""
    found = {event.actor for event in events}
    for event in events:
        found |= {_detail(event).get(each) or "" for each in ("from", "to")}
    return found


def about(texts: Texts, event: Event, names: Mapping[str, str]) -> str:
    """Return what else is to be said of it: the receipt, where, why; often nothing."""
    detail = _detail(event)
    if event.verb == MOVED and detail:
        return why_moved(texts, detail, names)
    return str(detail.get(_SAID.get(event.verb, ""), "") or "")


def told_why(db: Session, texts: Texts, person_id: int) -> str:
    """Return why a customer is whose she is, "" where that was before it was kept."""
    event = why_kept(db, person_id)
    if event is None or not _detail(event):
        return ""
    return why_moved(texts, _detail(event), names_of(db, named_in([event])))


def why_moved(texts: Texts, detail: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return why a customer is whose she is."""

    def name(login: str | None) -> str:
        return names.get(login, login) if login else texts.render(line("owning.nobody"))

    values = {each: detail.get(each, "") for each in ("days", "words")}
    people = {"guide": name(detail["to"]), "colleague": name(detail["from"])}
    return texts.render(line(f"owning.{detail['why']}", **people, **values))


def rule_told(rule: Owning) -> list[Line]:
    """Return the rule by which customers have their guides, a sentence for each part."""
    protects = {"days": rule.protected_days} if rule.service == "last" else {}
    told = [
        line("owning.rule_scan_yes" if rule.scan else "owning.rule_scan_no"),
        line(f"owning.rule_service_{rule.service}", **protects),
        line(f"owning.rule_pool_{rule.pool}"),
        line("owning.rule_leaver", days=rule.leaver_days),
        line("owning.rule_greet", count=rule.greetings_a_day, days=rule.undo_days),
    ]
    idle = [line("owning.rule_idle", days=rule.pool_days)] if rule.pool_days else []
    return told[:2] + idle + told[2:]


def _detail(event: Event) -> dict[str, Any]:
    return event.detail if isinstance(event.detail, dict) else {}
