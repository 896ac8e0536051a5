"""What is said to somebody while she types, before anything is sent or kept."""

from flask import Blueprint, request

from bot import clock
from bot.usecases.before_sending import to_mind, to_mind_in_note
from bot.web.api.conversations import LONGEST
from bot.web.console.door import may
from bot.web.console.pages import page
from bot.wiring import bot_of

screen = Blueprint("typing", __name__)


@screen.post("/typing")
@may("talks")
def look() -> str:
    """Say what to mind in words for a customer, or in a note about her; nothing is kept."""
    bot = bot_of()
    if "note" in request.form:
        found = to_mind_in_note(request.form["note"][:LONGEST])
    else:
        words = request.form.get("words", "")[:LONGEST]
        found = to_mind(words, clock.now(), bot.policy.quiet)
    return page("mind.html", told=[bot.texts.render(each) for each in found])
