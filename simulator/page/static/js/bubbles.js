// Show one message as WeChat does.

import { button, enlarge, h } from "./dom.js";
import { icons, mapPicture, personAvatar, shopAvatar } from "./icons.js";
import { rich } from "./richtext.js";
import { shortDay } from "./time.js";

export function bubbleFor(message, person, tap) {
  if (message.via === "error") return failure(message);
  if (message.from === "system") return h("li.line", {}, message.text);
  if (message.type === "card") return h("li.notice", {}, card(message));
  const hers = message.from === "customer";
  const avatar = hers ? personAvatar(person) : shopAvatar();
  return h(hers ? "li.hers" : "li.theirs", {}, avatar, h("div", {}, body(message, tap), mark(message)));
}

function body(message, tap) {
  const show = SHOWN[message.type] || SHOWN.text;
  return show(message, tap);
}

function mark(message) {
  if (message.via === "mass") return h("p.ai-mark", {}, "服务号消息 · 群发");
  return message.data && message.data.ai ? h("p.ai-mark", {}, "内容由第三方AI生成") : null;
}

const failure = (message) => h("li.theirs.failure", {}, shopAvatar(),
  h("div.bubble", {}, message.text), h("span.failed-mark", { title: "机器人没有给出可用的回复" }, "!"));

const SHOWN = {
  text: (message, tap) => h("div.bubble", {}, ...rich(message.text, tap)),
  sticker: () => h("div.big-face", { role: "img", "aria-label": "动画表情" }, "🥳"),
  image: (message) => button("picture", "放大图片", () => enlarge(message.media), h("img", { src: message.media, alt: "图片" })),
  voice: (message) => spoken((message.data && message.data.seconds) || 3),
  video: () => h("div.bubble", {}, "[视频]"),
  location: (message) => h("div.bubble.place", {}, h("p", {}, message.text), mapPicture()),
  news: (message) => h("div", {}, ...message.data.articles.map(article)),
  msgmenu: choices,
  miniprogrampage: (message) => h("div.bubble", {}, `[小程序] ${message.text}`),
  music: () => h("div.bubble", {}, "[音乐]"),
};

function spoken(seconds) {
  const width = seconds < 5 ? 1 : seconds < 15 ? 2 : 3;
  return h(`div.bubble.voice.voice-${width}`, { role: "img", "aria-label": `语音 ${seconds} 秒` }, icons.waves(), `${seconds}″`);
}

function article({ title, description, url, picurl }) {
  const inside = [picurl && h("img", { src: picurl, alt: "" }), h("strong", {}, title), h("span", {}, description)];
  if (!/^https?:\/\//i.test(url)) return h("div.bubble.news", {}, ...inside);
  return h("a.bubble.news", { href: url, target: "_blank", rel: "noopener noreferrer" }, ...inside);
}

function card({ text, at, data }) {
  const rows = data.rows.map(([label, value]) => h("div", {}, h("dt", {}, label), h("dd", {}, value)));
  const kind = data.kind || "服务通知";
  const inside = [data.kind && h("small.notice-kind", {}, kind), h("h4", {}, text), h("time", { datetime: at }, shortDay(at)), h("dl", {}, ...rows)];
  if (!/^https?:\/\//i.test(data.url || "")) return h("section.notice-card", { "aria-label": `${kind}：${text}` }, ...inside);
  return h("a.notice-card", { href: data.url, target: "_blank", rel: "noopener noreferrer" }, ...inside, h("footer", {}, "详情", h("span", {}, "›")));
}

function choices(message, tap) {
  const items = message.data.list.map((item) => h("button", { type: "button", onclick: () => tap(item.content, item.id) }, item.content));
  const tail = message.data.tail && h("p.tail", {}, ...rich(message.data.tail, tap));
  return h("div.bubble.choices", {}, message.text && h("p", {}, ...rich(message.text, tap)), ...items, tail);
}

export function preview(message) {
  const words = { image: "[图片]", voice: "[语音]", location: "[位置]", sticker: "[动画表情]", video: "[视频]" };
  if (message.type === "card") return `[${(message.data && message.data.kind) || "服务通知"}] ${message.text}`;
  return words[message.type] || message.text.replace(/<[^>]*>/g, "");
}
