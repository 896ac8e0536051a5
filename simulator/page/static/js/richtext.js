// Read a text as WeChat's client does: links, tap texts, bare addresses, faces.

import { h } from "./dom.js";

const LINK = /<a\s([^>]*)>([\s\S]*?)<\/a>/gi;
const HREF = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i;
const ADDRESS = /https?:\/\/[^\s<>"'，。！？；、（）]+/g;
const FACES = {
  微笑: "🙂", 愉快: "😊", 呲牙: "😁", 憨笑: "😄", 偷笑: "🤭", 可爱: "🥰", 害羞: "☺️", 流泪: "😢", 大哭: "😭",
  发怒: "😠", 惊讶: "😮", 难过: "🙁", 玫瑰: "🌹", 爱心: "❤️", 心碎: "💔", 蛋糕: "🎂", 礼物: "🎁", 太阳: "☀️",
  月亮: "🌙", 拥抱: "🤗", 强: "👍", 弱: "👎", 握手: "🤝", 鼓掌: "👏", 抱拳: "🙏", 胜利: "✌️", OK: "👌",
  咖啡: "☕", 庆祝: "🎉", 红包: "🧧", 再见: "👋", 加油: "💪", 嘿哈: "😆", 奸笑: "😏", 捂脸: "🤦",
};

export const faces = Object.entries(FACES).slice(0, 32);

export function rich(text, tap) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(LINK)) {
    nodes.push(...plain(text.slice(end, found.index)), link(found, tap));
    end = found.index + found[0].length;
  }
  return [...nodes, ...plain(text.slice(end))];
}

function link([whole, attributes, words], tap) {
  const found = attributes.match(HREF);
  const address = (found && (found[1] ?? found[2])) || "";
  const inner = withFaces(words);
  if (address.startsWith("weixin://bizmsgmenu?")) return tapText(address, inner, tap);
  if (/^https?:\/\//i.test(address)) return outside(address, inner);
  return found ? inner : whole;
}

function tapText(address, words, tap) {
  const query = new URLSearchParams(address.slice(address.indexOf("?") + 1).replaceAll("&amp;", "&"));
  const [content, id] = [query.get("msgmenucontent") || words, query.get("msgmenuid") || ""];
  const say = (event) => { event.preventDefault(); tap(content, id); };
  return h("a.tap", { href: "#", role: "button", onclick: say }, words);
}

const outside = (address, words) => h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words);

function plain(text) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(ADDRESS)) {
    nodes.push(withFaces(text.slice(end, found.index)), outside(found[0], found[0]));
    end = found.index + found[0].length;
  }
  return [...nodes, withFaces(text.slice(end))];
}

export const withFaces = (text) => text.replace(/\[([^[\]]{1,3})\]/g, (whole, name) => FACES[name] || whole);
