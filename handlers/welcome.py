"""The first bubble: who this is, three things to tap, how to reach a person."""

from bot.dialogue.conversation import Talk
from bot.shop.events.actions import note
from bot.shop.owning.actions import meets
from bot.shop.owning.rules import Met
from handlers.referral import arrives

_STORE, _GUIDE, _PARCEL = "store:", "guide:", "parcel:"


def new_or_back(talk: Talk) -> None:
    """Welcome who follows; who comes back is greeted as one we know."""
    _keep_scene(talk)
    note(talk.db, "followed", person_id=talk.person.id, actor="customer", scene=talk.incoming.text)
    if arrives(talk):
        return
    if talk.is_member:
        talk.say("welcome.back")
    elif _is_parcel(talk):
        talk.say("welcome.parcel")
    else:
        talk.say("welcome.new")


def scanned(talk: Talk) -> None:
    """A follower scanned one of our codes: note which, and offer what helps at the counter."""
    _keep_scene(talk)
    if arrives(talk):
        return
    if _is_parcel(talk) and not talk.is_member:
        talk.say("welcome.parcel")
    else:
        talk.say("welcome.scanned_member" if talk.is_member else "welcome.scanned")


def _is_parcel(talk: Talk) -> bool:
    """Say whether she comes by the card in a parcel: a way in, and no reward for scanning it."""
    return talk.incoming.text.startswith(_PARCEL)


def _keep_scene(talk: Talk) -> None:
    """The first scene counts, a store's code or a guide's own: the shop's rule says how."""
    scene, person = talk.incoming.text[:64], talk.person
    if not scene or person.scene:
        return
    person.scene = scene
    if scene.startswith(_STORE):
        known = talk.shop.store(scene.removeprefix(_STORE))
        person.store = known.name if known else person.store
    colleague = talk.shop.colleague(scene.removeprefix(_GUIDE))
    if scene.startswith(_GUIDE) and colleague:
        met = Met("scan", colleague.login, talk.now)
        if meets(talk.db, person, met, talk.shop, by="customer"):
            person.store = colleague.store or person.store
