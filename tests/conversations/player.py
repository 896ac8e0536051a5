"""Play a scene on a real database: every act is a transaction, every state freshly loaded."""

import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import clock
from bot.channels.incoming import Incoming
from bot.dialogue.answers.numerals import number
from bot.dialogue.flow import Flow
from bot.dialogue.intents import Understands
from bot.dialogue.turn import take_turn
from bot.outbox.models import Message
from bot.settings import Settings
from bot.shop.people.actions import meet
from bot.shop.people.models import Identity
from bot.shop.purchases.actions import Sale, SoldLine
from bot.shop.tasks.models import Task
from bot.usecases.binding import confirm_binding
from bot.usecases.joining import join_shop
from bot.usecases.selling import Buyer, sell
from bot.wiring import Bot
from handlers import FLOWS, INTENTS
from tests.conversations.backstage import acts, asks_satisfaction, on_bench, what_leaves
from tests.conversations.honest import HonestTexts
from tests.conversations.script import SAYS, Scene, Turn, is_heard

# A Monday afternoon: the stores are open, and nobody has to keep quiet.
BEGINS = datetime.fromisoformat("2026-11-23T15:00:00+08:00")
_LATER = re.compile(r"([0-9一二三四五六七八九十]+)(天|小时|分钟)后")
_UNITS = {"天": timedelta(days=1), "小时": timedelta(hours=1), "分钟": timedelta(minutes=1)}


def set_clock(moment: datetime) -> None:
    """Let it be that moment in the shop."""
    clock.run_ahead(moment - clock.real_now())


def open_shop(
    settings: Settings, understands: Understands, *, flows: Sequence[Flow] = FLOWS
) -> Bot:
    """Start the program, with the dictionary at hand, which takes half a second to load."""
    bot = Bot(settings, INTENTS, flows)
    vars(bot).update(understands=understands, texts=HonestTexts.first_wordings(settings.trade))
    return bot


@dataclass
class Player:
    """One customer with her phone, and the shop she writes to."""

    bot: Bot
    openid: str
    turns: int = 0
    code: str = ""
    last: Incoming | None = None
    seen: set[int] = field(default_factory=set)

    def does(self, act: str) -> Turn:
        """Let her say or do something; return what she heard, and what people must do."""
        heard = self._act(act)
        paragraphs = [words.strip("\n") for words in (heard or "").split("\n\n") if words.strip()]
        later = what_leaves(self.bot, self.openid)
        return Turn(0, act, paragraphs, later, self._new_tasks())

    def _act(self, act: str) -> str | None:
        if act.startswith(SAYS):
            return self.sends("text", act.removeprefix(SAYS))
        word, _, detail = act.strip("【】").partition(" ")
        if later := _LATER.fullmatch(word):
            set_clock(clock.now() + number(later[1]) * _UNITS[later[2]])
            return None
        return ACTS[word](self, detail)

    def sends(self, kind: str, text: str = "", **detail: object) -> str | None:
        """Send a message or event; each has a key of its own, the same in every run."""
        self.turns += 1
        key = f"test:{self.openid}:{self.turns}"
        self.last = Incoming("wechat", self.openid, key, kind, clock.now(), text, detail)
        return self.sends_again()

    def sends_again(self) -> str | None:
        """Deliver the last message, for the first time or once more."""
        last = self.last
        assert last is not None
        reply = self.bot.database.run(lambda db: take_turn(db, self.bot.voice, last))
        shown = re.search(r"[0-9]{4} [0-9]{4} [0-9]{4}", reply or "")
        self.code = shown[0] if shown else self.code
        return reply

    def is_member(self, detail: str) -> None:
        """Make her a member who agreed to everything, such as `王芳 13800001111`."""
        name, phone = detail.split()
        agreed = dict.fromkeys(("service", "care", "promotion"), True)

        def joins(db: Session) -> None:
            _, person = meet(db, "wechat", self.openid)
            join_shop(
                db, person, name=name, phone=phone, agreed=agreed, shop=self.bot.shops.read(db)
            )

        self.bot.database.run(joins)

    def buys(self, detail: str) -> None:
        """Let the till report a purchase, such as `888元 送礼`, `1280元 下雨`."""
        yuan, *how = detail.split()
        fen = int(yuan.removesuffix("元")) * 100
        self.turns += 1
        ring = SoldLine("R1", "戒指", 1, fen)
        receipt = f"{self.openid}-{self.turns}"
        sale = Sale("T1", receipt, clock.now(), fen, [ring], store="静安店", guide="zhouting")
        sale = replace(sale, gift="送礼" in how, rain="下雨" in how)
        known = next((word for word in how if word.isdigit()), None)
        buyer = Buyer(phone=known) if known else Buyer(openid=self.openid)
        self.bot.database.run(lambda db: sell(db, sale, buyer, self.bot.shops.read(db)))

    def shows_code(self, phone: str) -> None:
        """Let the till take her member code as proof of a phone."""
        self.bot.database.run(
            lambda db: confirm_binding(
                db,
                self.code,
                phone=phone,
                by="zhouting",
                store="静安店",
                shop=self.bot.shops.read(db),
            )
        )

    def may_prove_by_sms(self) -> None:
        """Let the shop be one that sends SMS."""
        self.bot = copy(self.bot)
        vars(self.bot)["voice"] = replace(self.bot.voice, proves_by_sms=True)

    def reads_code(self, said: str) -> str | None:
        """Let her send the code of the newest SMS, inside of some words or `wrong`."""
        mine = select(Identity.person_id).where(Identity.external_id == self.openid)
        codes = select(Message).where(Message.kind == "code", Message.person_id.in_(mine))
        with self.bot.database.reading() as db:
            newest = db.scalars(codes.order_by(Message.id.desc()).limit(1)).one()
            code = str(newest.params["code"])
        if said == "错":
            code = f"{(int(code) + 1) % 10**6:06d}"
        return self.sends("text", said.replace("…", code) if "…" in said else code)

    def is_served(self, deed: str) -> None:
        """Let people of the shop act."""
        acts(self.bot, self.openid, deed)

    def deploys(self) -> None:
        """Start the program anew, with nothing kept but the database."""
        self.bot = open_shop(self.bot.settings, self.bot.understands, flows=self.bot.flows)

    def _new_tasks(self) -> list[str]:
        """Return why people were asked to do something since the last look."""
        mine = select(Identity.person_id).where(Identity.external_id == self.openid)
        hers = select(Task.id, Task.why).where(Task.person_id.in_(mine)).order_by(Task.id)
        with self.bot.database.reading() as db:
            rows = [(task, why) for task, why in db.execute(hers) if task not in self.seen]
        self.seen |= {task for task, _ in rows}
        return [why for _, why in rows]


def _at(player: Player, moment: str) -> None:
    set_clock(datetime.fromisoformat(f"{moment}+08:00"))


def _place(player: Player, place: str) -> str | None:
    latitude, longitude = map(float, place.split())
    return player.sends("location", latitude=latitude, longitude=longitude)


ACTS: dict[str, Callable[[Player, str], str | None]] = {
    "关注": lambda player, scene: player.sends("follow", scene),
    "取消关注": lambda player, _: player.sends("unfollow"),
    "扫码": lambda player, scene: player.sends("scan", scene),
    "点菜单": lambda player, intent: player.sends("click", intent),
    "发表情": lambda player, _: player.sends("sticker"),
    "发图片": lambda player, _: player.sends("picture", media_id="M1"),
    "发语音": lambda player, _: player.sends("voice", media_id="M2"),
    "发视频": lambda player, _: player.sends("video", media_id="M3"),
    "发链接": lambda player, title: player.sends("link", title, url="https://example.com"),
    "发位置": _place,
    "又收到同一条": lambda player, _: player.sends_again(),
    "已是会员": lambda player, who: player.is_member(who),
    "买了": lambda player, detail: player.buys(detail),
    "出示会员码": lambda player, phone: player.shows_code(phone),
    "问满意度": lambda player, about: asks_satisfaction(player.bot, player.openid, about),
    "收下来修": lambda player, what: on_bench(player.bot, player.openid, f"收下来修 {what}"),
    "下单": lambda player, what: on_bench(player.bot, player.openid, f"下单 {what}"),
    "做到": lambda player, stage: on_bench(player.bot, player.openid, f"做到 {stage}"),
    "改日子": lambda player, how: on_bench(player.bot, player.openid, f"改日子 {how}"),
    "店里能发短信": lambda player, _: player.may_prove_by_sms(),
    "回验证码": lambda player, said: player.reads_code(said),
    "店里": lambda player, deed: player.is_served(deed),
    "新部署": lambda player, _: player.deploys(),
    "现在是": _at,
}


def play(bot: Bot, scene: Scene) -> list[Turn]:
    """Play a scene; return what followed each act, by its line.

    Where a reply is what the script says, the script's own words are returned.
    """
    set_clock(BEGINS)
    player = Player(bot, f"{scene.file.stem}-{crc32(scene.title.encode())}")
    played = []
    for turn in scene.turns:
        found = player.does(turn.act)
        hears = turn.hears if is_heard(turn.hears, "\n\n".join(found.hears)) else found.hears
        played.append(Turn(turn.line, turn.act, hears, found.later, found.tasks))
    return played
