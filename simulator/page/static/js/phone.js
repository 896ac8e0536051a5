// One customer's phone.

import { post, put } from "./api.js";
import { bubbleFor } from "./bubbles.js";
import { Composer } from "./composer.js";
import { button, h, toast } from "./dom.js";
import { icons, personAvatar, shopAvatar } from "./icons.js";
import { placeSheet, remindSheet, scanSheet } from "./sheets.js";
import { chatsScreen, profileScreen } from "./screens.js";
import { Texts, banner } from "./sms.js";
import { chatTime, hour } from "./time.js";

const GAP = 5 * 60_000;

export class Phone {
  constructor(person, { changed, putAway, touched }) {
    this.person = person;
    this.changed = changed;
    this.screenName = person.follows ? "chat" : "profile";
    this.seen = new Set();
    this.shop = "";
    this.now = new Date().toISOString();
    this.last = null;
    this.composer = new Composer(this.acts());
    this.chat = h("ol.chat", { role: "log", "aria-label": "聊天", tabindex: 0 });
    this.texts = new Texts((text) => this.does("sms", { text }));
    this.build(putAway, touched);
  }

  build(putAway, touched) {
    this.clock = h("time");
    this.title = h("h2");
    this.screen = h("div.screen");
    this.left = button("back", "返回", () => this.show("chats"), icons.back());
    this.right = button("more", "资料与设置", () => this.show("profile"), icons.more());
    this.name = h("strong", {}, this.person.name);
    this.element = h("article.phone", { onpointerdown: () => touched(this), onfocusin: () => touched(this) },
      h("header.phone-caption", {}, personAvatar(this.person), this.name, button("away", "收起这部手机", () => putAway(this), "收起")),
      this.device = h("div.device", {}, h("div.statusbar", {}, this.clock, icons.signal()),
        h("header.navbar", {}, this.left, this.title, this.right), this.screen, h("div.homebar")));
    this.show(this.screenName);
  }

  // what is shown

  show(name) {
    this.screenName = name;
    this.left.hidden = name === "chats";
    this.right.hidden = name !== "chat";
    if (name === "texts") this.texts.unread = 0;
    if (name === "chat") this.screen.replaceChildren(this.chat, this.composer.element);
    else if (name === "texts") this.screen.replaceChildren(this.texts.element);
    else this.screen.replaceChildren(name === "chats" ? chatsScreen(this.around()) : profileScreen(this.around()));
    this.label();
    this.settle();
  }

  around() {
    return {
      person: this.person, shop: this.shop, last: this.last, now: this.now, texts: this.texts,
      openTexts: () => this.show("texts"),
      openChat: () => this.show(this.person.follows ? "chat" : "profile"),
      scan: () => this.scan(),
      follow: () => this.does("follow").then(() => this.show("chat")),
      unfollow: () => this.does("unfollow").then(() => this.show("profile")),
      remind: () => this.remind(),
      mute: (muted) => put(`/sim/people/${this.person.openid}`, { muted }).then(this.changed, oops),
    };
  }

  update({ person, shop, now, menu, typing, messages, texts, first }) {
    const before = this.person.follows;
    this.person = person;
    this.now = now;
    this.name.textContent = person.name;
    this.clock.textContent = hour(now);
    this.composer.setMenu(menu);
    const atEnd = this.isAtEnd();
    messages.forEach((message) => this.add(message, atEnd));
    this.setTyping(typing);
    this.texts.update(person, now);
    this.hearTexts(this.texts.add(texts), first);
    if (this.shop !== shop || before !== person.follows) this.refresh(shop, before);
    this.label();
  }

  hearTexts(came, first) {
    if (!came.length || first || this.screenName === "texts") return;
    this.texts.unread += came.length;
    banner(this.device, came[came.length - 1].text, () => this.show("texts"));
    if (this.screenName === "chats") this.show("chats");
  }

  refresh(shop, followed) {
    this.shop = shop;
    if (this.person.follows && !followed) this.show("chat");
    else if (!this.person.follows && this.screenName === "chat") this.show("profile");
    else if (!["chat", "texts"].includes(this.screenName)) this.show(this.screenName);
  }

  label() {
    const typing = this.dots && this.dots.isConnected;
    this.title.textContent = { chats: "微信", profile: "", texts: "短信", chat: typing ? "对方正在输入…" : this.shop }[this.screenName];
  }

  isAtEnd() {
    return this.chat.scrollHeight - this.chat.scrollTop - this.chat.clientHeight < 120;
  }

  add(message, atEnd) {
    if (this.seen.has(message.id)) return;
    this.seen.add(message.id);
    if (!this.last || Math.abs(new Date(message.at) - new Date(this.last.at)) > GAP) {
      this.chat.append(h("li.when", {}, h("time", { datetime: message.at }, chatTime(message.at, this.now))));
    }
    const bubble = bubbleFor(message, this.person, (words, id) => this.does("text", { text: words, menu_id: id }));
    bubble.classList.add("arrived");
    this.chat.append(bubble);
    this.last = message;
    if (!atEnd && message.from !== "customer") return;
    this.settle();
    for (const picture of bubble.querySelectorAll("img")) picture.addEventListener("load", () => this.settle());
  }

  setTyping(typing) {
    if (!typing && this.dots) this.dots.remove();
    if (!typing || (this.dots && this.dots.isConnected)) return;
    this.dots = h("li.theirs", { "aria-label": "对方正在输入" }, shopAvatar(), h("div.bubble.dots", {}, h("i"), h("i"), h("i")));
    this.chat.append(this.dots);
    this.settle();
  }

  settle() {
    if (this.screenName === "texts") this.texts.settle();
    requestAnimationFrame(() => { this.chat.scrollTop = this.chat.scrollHeight; });
  }

  // what she does

  acts() {
    return {
      text: (text) => this.does("text", { text }),
      voice: () => this.does("voice", { seconds: 3 + Math.floor(Math.random() * 9) }),
      sticker: () => this.does("sticker"),
      photo: (file) => this.photo(file),
      place: () => placeSheet(this.screen, (place) => this.does("location", place)),
      scan: () => this.scan(),
      menu: (item) => this.menu(item),
      settle: () => this.settle(),
    };
  }

  async does(act, body = {}) {
    try {
      return await post(`/sim/people/${this.person.openid}/${act}`, body).then((done) => { this.changed(); return done; });
    } catch (error) {
      oops(error);
      throw error;
    }
  }

  photo(file) {
    if (!file) return this.does("image", { sample: true });
    const data = new FormData();
    data.append("file", file);
    return this.does("image", data);
  }

  scan() {
    return scanSheet(this.screen, (wish) => this.does("scan", wish)).catch(oops);
  }

  remind() {
    const answer = (template, accept) => this.does("popup", { template_id: template, accept }).then(() => toast(accept ? "允许了，会提醒您一次。" : "没有允许。"));
    return remindSheet(this.screen, this.person, answer).catch(oops);
  }

  menu(item) {
    const push = (more) => this.does("push", { fields: { MsgType: "event", Event: item.type, EventKey: item.key, ...more } });
    const scanned = (wish) => push({ ScanCodeInfo: { ScanType: "qrcode", ScanResult: wish.scene || wish.ticket } });
    const acts = {
      click: () => this.does("click", { key: item.key }),
      view: () => { window.open(item.url, "_blank", "noopener"); return this.does("view", { url: item.url }); },
      scancode_push: () => scanSheet(this.screen, scanned),
      scancode_waitmsg: () => scanSheet(this.screen, scanned),
      location_select: () => placeSheet(this.screen, (place) => this.selected(push, place)),
      pic_sysphoto: () => this.photo(null),
      pic_photo_or_album: () => this.photo(null),
      pic_weixin: () => this.photo(null),
    };
    const act = acts[item.type];
    return act ? act() : toast("这种菜单在这部手机里打不开。");
  }

  async selected(push, { lat, lng, label }) {
    await push({ SendLocationInfo: { Location_X: lat, Location_Y: lng, Scale: 15, Label: label, Poiname: "" } });
    return this.does("location", { lat, lng, label });
  }
}

const oops = (error) => toast(error.message);
