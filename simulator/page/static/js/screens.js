// A phone's other screens: the list of chats and the account's card.

import { preview } from "./bubbles.js";
import { button, h } from "./dom.js";
import { icons, shopAvatar } from "./icons.js";
import { chatTime } from "./time.js";

export function chatsScreen({ person, shop, last, now, texts, openChat, openTexts, scan }) {
  const row = (avatar, title, words, time, act, unread = 0) => h("button", { type: "button", onclick: act }, avatar,
    h("span.chat-words", {}, h("span.chat-line", {}, h("span", {}, title), h("time", {}, time)), h("span.chat-last", {}, words)),
    unread > 0 && h("span.unread", { "aria-label": `${unread} 条没看` }, unread));
  const words = last ? preview(last) : "服务号";
  return h("div.chats", {},
    row(shopAvatar(), shop, person.follows ? words : "还没有关注，点开看看", last ? chatTime(last.at, now) : "", openChat),
    row(mark(icons.texts(), "avatar texts-mark"), "短信", texts.last ? texts.last.text : "还没有短信", texts.last ? chatTime(texts.last.at, now) : "", openTexts, texts.unread),
    row(mark(icons.scan(), "avatar"), "扫一扫", "扫店里的二维码", "", scan),
    !person.follows && h("p.chats-hint", {}, "关注以后，就能和店里说话了。"));
}

function mark(icon, classes) {
  icon.setAttribute("class", classes);
  return icon;
}

export function profileScreen({ person, shop, follow, scan, unfollow, mute, remind, openChat }) {
  const card = h("div.profile-card", {},
    h("div.profile-top", {}, shopAvatar(), h("div", {}, h("h3", {}, shop), h("p", {}, icons.verified(), "服务号 · 已认证"))),
    h("p.profile-words", {}, "记得每一位顾客。积分、保养、预约、售后，在这里说一声就好。"));
  if (!person.follows) {
    return h("div.profile", {}, card, h("button.profile-main", { type: "button", onclick: follow }, "关注"),
      h("button.profile-second", { type: "button", onclick: scan }, "扫店里的二维码关注"));
  }
  const quiet = h("input.switch", { type: "checkbox", role: "switch", checked: !person.muted, "aria-label": "接收消息", onchange: () => mute(!quiet.checked) });
  return h("div.profile", {}, card, h("button.profile-main", { type: "button", onclick: openChat }, "发消息"),
    h("div.rows", {}, h("label", {}, "接收消息", quiet), button("row", "订阅提醒", remind, "订阅提醒")),
    h("div.rows", {}, button("danger", "不再关注", unfollow)));
}
