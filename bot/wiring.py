"""Everything joined together once: settings, database, what the bot knows, how it sends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from functools import cached_property

from flask import Flask, current_app
from sqlalchemy.orm import Session

from bot.channels import Channel
from bot.channels.mail import Letters, MailServer
from bot.channels.robots import Robot
from bot.channels.sms.door import ShortMessages
from bot.channels.sms.gateway import Gateway
from bot.channels.sms.gateways import gateway_of
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.custom import CustomMessages
from bot.channels.wechat.envelope import Envelopes
from bot.channels.wechat.mass import MassMessages
from bot.channels.wechat.reminders import Reminders
from bot.channels.wechat.templates import TemplateMessages
from bot.db import Database
from bot.dialogue.conversation import Handler
from bot.dialogue.flow import Flow
from bot.dialogue.intents import WordsAndPhrases
from bot.dialogue.voice import Voice
from bot.journeys.plans import Journey, read_journeys
from bot.journeys.speaking import Speaker
from bot.journeys.wordings import Wordings
from bot.outbox.cards import Cards
from bot.outbox.deliver import Post
from bot.outbox.hours import QuietHours
from bot.outbox.mass.deliver import MassPost
from bot.outbox.notices.deliver import Bell
from bot.outbox.policy import Policy
from bot.outbox.reach import BY_WECHAT
from bot.outbox.reaching import Reaching
from bot.outbox.sms.demo import all_approved
from bot.outbox.sms.filling import SmsBook
from bot.outbox.sms.spending import Budget
from bot.settings import Settings
from bot.shop.stores.queries import ShopBook
from bot.shop.stores.rules import read_shop
from bot.store import Store
from bot.texts import CONTENT, Texts, read_toml


@dataclass(frozen=True)
class Bot:
    """What every door works with. Parts are made when they are first used, never at import."""

    settings: Settings
    intents: Mapping[str, Handler]
    flows: Sequence[Flow]

    @cached_property
    def database(self) -> Database:
        return Database(self.settings)

    @cached_property
    def store(self) -> Store:
        return Store(self.settings.redis)

    @cached_property
    def texts(self) -> Texts:
        return Texts.load().of_trade(self.settings.trade)

    @cached_property
    def shops(self) -> ShopBook:
        return ShopBook(read_shop(read_toml(CONTENT / "shop.toml")))

    @cached_property
    def understands(self) -> WordsAndPhrases:
        return WordsAndPhrases.load()

    @cached_property
    def voice(self) -> Voice:
        return Voice(
            texts=self.texts,
            shops=self.shops,
            understands=self.understands,
            policy=self.policy,
            journeys=self.speaker,
            flows={flow.name: flow for flow in self.flows},
            intents=self.intents,
            site=self.settings.base_url,
            proves_by_sms="sms" in self.policy.has and bool(self.settings.code_template),
        )

    @cached_property
    def policy(self) -> Policy:
        s = self.settings
        until = time.fromisoformat(s.own_act_until)
        more = {"email": self.mail, "sms": self.sms}
        has = (*BY_WECHAT, *(door for door, there in more.items() if there))
        quiet = QuietHours(time(s.quiet_from), time(s.quiet_until), until)
        return Policy(quiet, frozenset(has))

    @cached_property
    def thanks_delay(self) -> timedelta:
        return timedelta(minutes=self.settings.thanks_delay_minutes)

    @cached_property
    def envelopes(self) -> Envelopes | None:
        return Envelopes(self.settings.wechat) if self.settings.wechat else None

    @cached_property
    def wechat(self) -> WeChatClient | None:
        return WeChatClient(self.settings.wechat, self.store) if self.settings.wechat else None

    @cached_property
    def sms(self) -> Gateway | None:
        return gateway_of(self.settings.sms) if self.settings.sms else None

    @cached_property
    def mail(self) -> MailServer | None:
        url = self.settings.smtp_url
        return MailServer.of(url) if url else None

    @cached_property
    def bell(self) -> Bell:
        s = self.settings
        return Bell(
            database=self.database,
            texts=self.texts,
            shops=self.shops,
            robot=Robot(s.robot_url, s.staff_webhook_secret) if s.robot_url else None,
            mail=self.mail,
            link=s.staff_page,
        )

    @cached_property
    def post(self) -> Post:
        return Post(
            database=self.database,
            texts=self.texts,
            shops=self.shops,
            policy=self.policy,
            cards=self.cards,
            journeys=self.speaker,
            channels=self.channels,
            mass=self.mass,
            sms=self.sms_book,
            budget=self.sms_budget,
        )

    @cached_property
    def sms_book(self) -> SmsBook:
        s = self.settings
        provider, sign = (s.sms.provider, s.sms.sign) if s.sms else ("", "")
        code = s.code_template
        book = SmsBook.load(provider=provider, sign=sign, code_template=code, trade=s.trade)
        return all_approved(book) if s.demo else book

    @cached_property
    def sms_budget(self) -> Budget:
        s = self.settings
        return Budget(s.sms_price_fen, s.sms_marketing_price_fen, s.sms_day_cap, s.sms_month_fen)

    @cached_property
    def mass(self) -> MassPost:
        channel = MassMessages(self.wechat) if self.wechat else None
        return MassPost(self.database, self.texts, channel)

    @cached_property
    def journeys(self) -> Mapping[str, Journey]:
        return read_journeys()

    @cached_property
    def wordings(self) -> Wordings:
        return Wordings(self.texts, self.settings.trade)

    @cached_property
    def speaker(self) -> Speaker:
        return Speaker(self.journeys, self.wordings)

    def reaching(self, db: Session) -> Reaching:
        """Return what says how somebody can be reached, by the shop's file as it counts now."""
        return Reaching(self.texts, self.policy, self.speaker, self.shops.read(db))

    @cached_property
    def cards(self) -> Cards:
        return Cards.load()

    @cached_property
    def channels(self) -> dict[str, Channel]:
        """The ways out by name: those that the shop has set up."""
        found: dict[str, Channel] = {"email": Letters(self.mail)} if self.mail else {}
        if self.sms:
            found["sms"] = ShortMessages(self.sms)
        if self.wechat is None:
            return found
        return found | {
            "custom": CustomMessages(self.wechat),
            "template": TemplateMessages(self.wechat),
            "subscribe": Reminders(self.wechat),
        }


def bot_of(app: Flask | None = None) -> Bot:
    """Return the bot behind an app, by default the one that serves this request."""
    found: Bot = (app or current_app).extensions["huitouke"]
    return found
