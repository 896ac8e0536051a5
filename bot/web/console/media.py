"""A picture or voice that a customer sent, for those who may talk with her or lead her case."""

from flask import Blueprint, Response, abort

from bot.shop.complaints.board import sees_what_she_sent
from bot.shop.media.models import Media
from bot.shop.people.models import Person
from bot.web.api.fields import BIGGEST_ID
from bot.web.console.door import check_hers, may, who
from bot.wiring import bot_of

screen = Blueprint("media", __name__)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=600",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@screen.get(f"/media/<int(max={BIGGEST_ID}):media_id>")
@may("talks", poll=True)
def show(media_id: int) -> Response:
    """Give the bytes, as what they were found to be when they were fetched."""
    with bot_of().database.reading() as db:
        media = db.get(Media, media_id)
        person = db.get(Person, media.person_id) if media else None
        if media is None or person is None or media.content is None:
            abort(404)
        if not sees_what_she_sent(db, who(), person, media.at):
            check_hers(guide=person.guide, store=person.store)
        content, kind = media.content, media.content_type
    return Response(content, mimetype=kind, headers=HEADERS)
