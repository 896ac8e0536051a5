"""The JSON API for tills and other programs: every call, in one table."""

from flask import Blueprint, Flask

from bot.web.api import (
    appointments,
    bindings,
    complaints,
    conversations,
    coupons,
    media,
    members,
    outbox,
    purchases,
    reach,
    receipts,
    redemptions,
    referrals,
    surveys,
    switches,
    tasks,
    works,
)
from bot.web.api.auth import Gate
from bot.web.api.calls import MEBIBYTE, Call, door
from bot.web.api.docs import add_docs
from bot.web.api.fields import BIGGEST_ID
from bot.web.api.problems import add_problems
from bot.web.api.shapes import ListQuestion, Page

PREFIX = "/api/v1"
_ID = f"<int(max={BIGGEST_ID}):"

CALLS = (
    Call(
        "POST",
        "/purchases",
        purchases.report,
        takes=receipts.Report,
        gives=purchases.Reported,
        biggest=4 * MEBIBYTE,  # a thousand receipts
    ),
    Call("POST", "/returns", purchases.bring, takes=receipts.Return, gives=purchases.Result),
    Call(
        "GET",
        "/members",
        members.find,
        takes=members.WhichCustomers,
        gives=Page[members.Customer],
        refuses=(403,),
    ),
    Call(
        "GET",
        f"/members/{_ID}id>",
        members.show,
        gives=members.Customer,
        refuses=(404,),
        whole=True,
    ),
    Call(
        "GET",
        f"/members/{_ID}id>/points",
        members.points,
        takes=ListQuestion,
        gives=Page[members.Points],
        refuses=(404,),
        whole=True,
    ),
    Call(
        "GET",
        f"/members/{_ID}id>/reach",
        reach.show,
        takes=reach.WhichWords,
        gives=reach.Doors,
        refuses=(404,),
        whole=True,
    ),
    Call("GET", "/care/doors", reach.share, takes=reach.Days, gives=reach.Shares),
    Call(
        "GET",
        "/conversations",
        conversations.find,
        takes=conversations.WhichTalks,
        gives=Page[conversations.Talk],
        whole=True,
    ),
    Call(
        "GET",
        f"/conversations/{_ID}id>",
        conversations.show,
        gives=conversations.Talk,
        refuses=(404,),
        whole=True,
    ),
    Call(
        "GET",
        f"/conversations/{_ID}id>/messages",
        conversations.read,
        takes=ListQuestion,
        gives=Page[conversations.Bubble],
        refuses=(404,),
        whole=True,
    ),
    Call(
        "POST",
        f"/conversations/{_ID}id>/take",
        conversations.take,
        takes=conversations.By,
        gives=conversations.Talk,
        refuses=(403, 404, 409),
    ),
    Call(
        "POST",
        f"/conversations/{_ID}id>/release",
        conversations.release,
        takes=conversations.By,
        gives=conversations.Talk,
        refuses=(403, 404, 409),
    ),
    Call(
        "POST",
        f"/conversations/{_ID}id>/messages",
        conversations.write,
        takes=conversations.Writing,
        gives=outbox.OutgoingMessage,
        refuses=(403, 404, 409),
    ),
    Call(
        "GET",
        f"/media/{_ID}id>",
        media.show,
        gives=media.SentMedia,
        refuses=(404,),
        whole=True,
    ),
    Call(
        "POST",
        "/bindings/<code>/confirm",
        bindings.confirm,
        takes=bindings.Proof,
        gives=members.Customer,
        refuses=(403, 404, 409),
    ),
    Call(
        "POST",
        "/coupons",
        coupons.give,
        takes=coupons.Gift,
        gives=coupons.GivenCoupons,
        refuses=(403, 404),
    ),
    Call(
        "GET",
        "/coupons",
        coupons.find,
        takes=coupons.WhichCoupons,
        gives=Page[coupons.UsedCoupon],
        refuses=(403,),
    ),
    Call(
        "POST",
        f"/coupons/{_ID}id>/cancel",
        coupons.take_back,
        takes=coupons.TakingBack,
        gives=coupons.UsedCoupon,
        refuses=(403, 404, 409),
    ),
    Call(
        "POST",
        "/coupons/<code>/use",
        coupons.use,
        takes=coupons.Use,
        gives=coupons.UsedCoupon,
        refuses=(403, 404, 409),
    ),
    Call(
        "GET",
        "/redemptions",
        redemptions.find,
        takes=redemptions.WhichGifts,
        gives=Page[redemptions.GiftCode],
        refuses=(403,),
    ),
    Call(
        "POST",
        "/redemptions/<code>/collect",
        redemptions.hand_over,
        takes=redemptions.HandOver,
        gives=redemptions.GiftCode,
        refuses=(403, 404, 409),
    ),
    Call(
        "POST",
        "/redemptions/<code>/cancel",
        redemptions.give_back,
        takes=redemptions.GivingBack,
        gives=redemptions.GiftCode,
        refuses=(403, 404, 409),
    ),
    Call(
        "GET",
        "/outbox",
        outbox.find,
        takes=outbox.WhichMessages,
        gives=Page[outbox.OutgoingMessage],
        whole=True,
    ),
    Call(
        "GET",
        "/appointments",
        appointments.find,
        takes=appointments.WhichVisits,
        gives=Page[appointments.Appointment],
        refuses=(403,),
    ),
    Call(
        "POST",
        f"/appointments/{_ID}id>/result",
        appointments.settle,
        takes=appointments.Outcome,
        gives=appointments.Appointment,
        refuses=(403, 404, 409),
    ),
    Call(
        "GET",
        "/complaints",
        complaints.find,
        takes=complaints.WhichCases,
        gives=Page[complaints.Case],
        whole=True,
    ),
    Call(
        "GET",
        f"/complaints/{_ID}id>",
        complaints.show,
        gives=complaints.Case,
        refuses=(404,),
        whole=True,
    ),
    *(
        Call(
            "POST",
            f"/complaints/{_ID}id>/{verb}",
            does,
            takes=takes,
            gives=complaints.Case,
            refuses=(403, 404, 409),
        )
        for verb, does, takes in complaints.DEEDS
    ),
    *(
        Call("POST", path, does, takes=switches.Press, gives=switches.SwitchStands, refuses=(403,))
        for path, does in (("/stop", switches.stop), ("/shadow", switches.shadow))
    ),
    Call(
        "POST",
        "/referrals",
        referrals.confirm,
        takes=referrals.WhoBrought,
        gives=referrals.Recommendation,
        refuses=(403, 404, 409),
    ),
    Call(
        "GET",
        "/surveys",
        surveys.find,
        takes=surveys.WhichSurveys,
        gives=Page[surveys.Opinion],
        whole=True,
    ),
    Call(
        "GET",
        "/works",
        works.find,
        takes=works.WhichWorks,
        gives=Page[works.Piece],
        refuses=(403,),
    ),
    Call("GET", f"/works/{_ID}id>", works.show, gives=works.Piece, refuses=(404,)),
    Call(
        "POST",
        "/works",
        works.begin,
        takes=works.Begin,
        gives=works.Piece,
        refuses=(403, 404, 409),
    ),
    *(
        Call(
            "POST",
            f"/works/{_ID}id>/{verb}",
            does,
            takes=takes,
            gives=works.Piece,
            refuses=(403, 404, 409),
        )
        for verb, does, takes in (
            ("stage", works.move, works.Step),
            ("promise", works.promise, works.NewDay),
            ("photos", works.photograph, works.Photo),
        )
    ),
    Call(
        "GET",
        "/tasks",
        tasks.find,
        takes=tasks.WhichTasks,
        gives=Page[tasks.Work],
        refuses=(403,),
    ),
    Call(
        "POST",
        f"/tasks/{_ID}id>/done",
        tasks.finish,
        takes=tasks.Finished,
        gives=tasks.Work,
        refuses=(403, 404, 409),
    ),
)


def add_api(app: Flask) -> None:
    """Open the door of every call; their description needs no key."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)
    gate = Gate()
    for call in CALLS:
        api.add_url_rule(call.path, call.name, door(call, gate), methods=[call.method])
    add_docs(api, CALLS, prefix=PREFIX)
    add_problems(app, api)
    app.register_blueprint(api)
