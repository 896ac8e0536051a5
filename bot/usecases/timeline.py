"""What happened to a customer, in words a shopkeeper understands."""

from bot.shop.events.models import Event
from bot.texts import Rendered, Texts, line

# Every verb of the journal that is about a customer; its sentence is `timeline.<verb>`.
VERBS = (
    *("followed", "changed_name", "changed_phone", "phone_changed", "changed_email"),
    *("met_at_till", "joined", "proved_phone", "filled_file", "kept_file", "told_birthday"),
    *("told_day", "forgot_day", "answered_consent", "answered_channel", "stopped_messages"),
    *("stopped_offers", "resumed_messages"),
    *("wished", "forgot_wishes", "refused_mail", "closed_membership", "forgot", "erased"),
    *("bought", "brought_back", "imported_purchases", "ended_secret", "adjusted_points"),
    *("reached_level", "kept_level", "warned_of_level", "lost_level", "redeemed", "collected"),
    *("put_back", "cancelled", "expired", "got_coupon", "used_coupon", "lost_coupon"),
    *(
        "booked_visit",
        "confirmed_visit",
        "moved_visit",
        "cancelled_visit",
        "visit_kept",
        "visit_missed",
    ),
    *(
        "began_work",
        "moved_work",
        "promised_work",
        "photographed_work",
        "was_recommended",
        "was_rewarded",
    ),
    *("answered_survey", "opened_complaint", "noted_complaint", "decided_complaint"),
    *("solved_complaint", "skipped_step", "closed_complaint", "reopened_complaint"),
    *("took_talk", "released_talk", "handed_talk", "wrote", "wrote_for_later", "took_back"),
    *("asked_approval", "noted_cause", "opened_task", "put_off_task"),
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


def about(event: Event) -> str:
    """Return what else is to be said of it: the receipt, where, why; often nothing."""
    detail = event.detail if isinstance(event.detail, dict) else {}
    return str(detail.get(_SAID.get(event.verb, ""), "") or "")
