"""The heartbeat of an open page: is the connection there, is the red button pressed."""

from flask import Blueprint, Response, make_response, request

from bot.web.console.door import may
from bot.web.console.pages import page, stands, version_of, waiting

screen = Blueprint("pulse", __name__)


@screen.get("/pulse")
@may("account", poll=True)
def show() -> Response:
    """Give the bars above a page anew; 204 where nothing has changed."""
    house, many = stands(), waiting()
    if request.args.get("v") == version_of(house, many):
        return Response(status=204)
    return make_response(page("bars.html", house=house, who_waits=many, poll=True))
