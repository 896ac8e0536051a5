// Sheets that rise from the bottom of a phone: scan a code, send a place, allow a reminder.

import { get } from "./api.js";
import { button, h } from "./dom.js";

function openSheet(screen, title, ...children) {
  const before = document.activeElement;
  const shade = h("div.sheet-shade", { role: "dialog", "aria-modal": "true", "aria-label": title });
  const close = () => { shade.remove(); if (before && before.focus) before.focus(); };
  const head = h("div.sheet-head", {}, h("h3", {}, title), button("close", "关闭", close, "关闭"));
  shade.append(h("div.sheet", {}, head, ...children));
  shade.addEventListener("click", (event) => { if (event.target === shade) close(); });
  shade.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  screen.append(shade);
  const first = shade.querySelector("input, .codes button, button");
  if (first) first.focus();
  return close;
}

const form = (onSend, label, ...fields) => h("form", { onsubmit: (event) => { event.preventDefault(); onSend(new FormData(event.target)); } },
  ...fields, h("button.sheet-go", { type: "submit" }, label));

const field = (name, label, value, more = {}) => h("label.field", {}, h("span", {}, label), h("input.input", { name, value, autocomplete: "off", ...more }));

export async function scanSheet(screen, onScan) {
  const { items } = await get("/sim/qrcodes");
  let close = () => {};
  const choose = (wish) => { close(); onScan(wish); };
  const codes = items.slice(0, 12).map((code) => h("button", { type: "button", title: code.scene, onclick: () => choose({ ticket: code.ticket }) },
    h("img", { src: `/sim/qr.png?text=${encodeURIComponent(code.url)}`, alt: "" }), code.scene));
  const note = items.length ? "店里的二维码，点一张就是扫了它：" : "店里还没有生成二维码，可以直接写场景值：";
  close = openSheet(screen, "扫一扫", h("p.sheet-note", {}, note), codes.length > 0 && h("div.codes", {}, ...codes),
    form((data) => choose({ scene: data.get("scene").trim() }), "扫这个场景",
      field("scene", "场景值", "", { required: true, maxlength: 64, placeholder: "例如 shop7" })));
}

export function placeSheet(screen, onPlace) {
  const send = (data) => { close(); onPlace({ lat: Number(data.get("lat")), lng: Number(data.get("lng")), label: data.get("label").trim() }); };
  const number = { inputmode: "decimal", required: true, pattern: "[0-9]+([.][0-9]+)?" };
  const close = openSheet(screen, "发送位置", form(send, "发送",
    field("label", "地点", "上海市黄浦区南京东路 300 号", { required: true, maxlength: 100 }),
    h("div.two", {}, field("lat", "纬度", "31.2365", number), field("lng", "经度", "121.4839", number))));
}

export async function remindSheet(screen, person, onAnswer) {
  const { items } = await get("/sim/templates");
  const left = person.credits || {};
  const row = ({ template_id: id, title }) => h("li", {}, h("span", {}, title, h("small", {}, left[id] ? `还可以提醒 ${left[id]} 次` : "还没有允许")),
    answerButton("允许", () => { close(); onAnswer(id, true); }), answerButton("不允许", () => { close(); onAnswer(id, false); }));
  const rows = items.filter((each) => each.one_time).map(row);
  const close = openSheet(screen, "订阅提醒", h("p.sheet-note", {}, "店里想在下面的时候提醒您，允许一次，只提醒一次："), h("ul.reminders", {}, ...rows));
}

const answerButton = (label, act) => h("button", { type: "button", onclick: act }, label);
