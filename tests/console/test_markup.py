"""Whatever a customer or a colleague writes is words on every page, never markup."""

from bot.dialogue.models import Conversation
from bot.shop.tasks.models import Task
from bot.usecases.filing import FIELDS
from tests.console.desk import complains
from tests.databases import ONE_SERVER
from tests.people import WANG, OpenShop

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
TAGS = ("<script>alert", "<img src=x")


@ONE_SERVER
def test_markup_in_every_field_is_only_words_on_every_page(shop: OpenShop) -> None:
    desk = complains(shop)
    desk.phone.says(MARKUP)
    her_id, talk = shop.person(WANG).id, shop.one(Conversation).id
    desk.phone.says(f"转人工{MARKUP}")
    limin, sunjie = desk.colleague("limin"), desk.colleague("sunjie")
    fields = dict.fromkeys(set(FIELDS) - {"birthday", "name"}, MARKUP)
    limin.sends(f"/customers/{her_id}/file", name=MARKUP[:30], **fields)
    limin.sends(f"/talks/{talk}/note", note=MARKUP, once="n")
    limin.sends(f"/talks/{talk}/write", words=MARKUP, once="w", seen="0")
    desk.does("note", step="analyse", what=MARKUP)
    desk.does("cause", word="item", batch=MARKUP[:60], store=MARKUP[:60], staff=MARKUP[:60])
    limin.sends(f"/tasks/{shop.rows(Task)[0].id}/done", result=MARKUP)
    sunjie.sends("/staff", name=MARKUP, login="x", role="guide", store="静安店")
    sunjie.sends("/keys", name=MARKUP[:60], role="guide")

    hers = [f"/customers/{her_id}?see={part}" for part in ("file", "timeline", "reach", "ahead")]
    places = ["", "/talks?show=all", f"/talks/{talk}", "/complaints", desk.path, "/customers"]
    for path in (*hers, *places, f"/counter/{her_id}", "/staff", "/keys", "/audit", "/health"):
        shown = sunjie.reads(path)
        assert not [tag for tag in TAGS if tag in shown], path
    for typed in ({"words": MARKUP}, {"note": MARKUP}):
        assert "<script" not in limin.sends("/typing", **typed).text
