// Join phones, till and clock, and ask once a second what is new.

import { get } from "./api.js";
import { Clock } from "./clock.js";
import { h, toast } from "./dom.js";
import { Faults } from "./faults.js";
import { Shelf } from "./shelf.js";
import { Staff } from "./staff.js";
import { Till } from "./till.js";

const BEAT = 1000;
const SLOW_BEAT = 6000;
const at = (id) => document.getElementById(id);

const till = new Till(at("till"), () => pollSoon());
const shelf = new Shelf(at("phones"), at("asking"), { changed: () => pollSoon(), held: (person) => till.serve(person) });
const clock = new Clock(at("clock"), () => pollSoon());
const staff = new Staff(at("staff"));
const faults = new Faults(at("faults"));

let newest = null;
let newestText = null;
let known = "";
let timer;
let asking = false;

async function poll() {
  clearTimeout(timer);
  if (asking) return;
  asking = true;
  await ask().catch(() => showBot("模拟器没有回应", "away"));
  asking = false;
  timer = setTimeout(poll, document.hidden ? SLOW_BEAT : BEAT);
}

function pollSoon() {
  clearTimeout(timer);
  timer = setTimeout(poll, 60);
}

async function ask() {
  const openids = shelf.openids;
  const all = openids.join() !== known;
  const query = new URLSearchParams(openids.map((openid) => ["openid", openid]));
  if (newest !== null && !all) query.append("after", newest);
  if (newestText !== null && !all) query.append("texts_after", newestText);
  const found = await get(`/sim/changes?${query}`);
  known = openids.join();
  for (const message of found.items) newest = Math.max(newest || 0, message.id);
  tell(found, all);
  newestText = Math.max(newestText || 0, ...found.texts.map((text) => text.id));
}

function tell(found, first) {
  const { shop, now, menu } = found;
  for (const phone of shelf.phones) {
    const { openid } = phone.person;
    const person = found.people.find((each) => each.openid === openid);
    const messages = found.items.filter((message) => message.openid === openid);
    const texts = found.texts.filter((text) => person && text.number === person.phone);
    if (person) phone.update({ person, shop, now, menu, messages, texts, first, typing: found.typing.includes(openid) });
  }
  till.setPeople(shelf.phones.map((phone) => phone.person));
  clock.update(now);
  staff.setNow(now);
  showBot(found.bot ? "机器人在线" : "机器人还没醒来，消息会显示故障", found.bot ? "awake" : "away");
}

function showBot(words, state) {
  const element = at("bot-state");
  if (element.textContent !== words) element.textContent = words;
  element.className = `bot-state ${state}`;
}

function chooseTab(id) {
  for (const tab of document.querySelectorAll(".tabs [role=tab]")) {
    const chosen = tab.getAttribute("aria-controls") === id;
    tab.setAttribute("aria-selected", String(chosen));
    at(tab.getAttribute("aria-controls")).classList.toggle("shown-tab", chosen);
  }
  if (id === "staff") staff.look();
}

function chooseSide(side) {
  at("counter").dataset.side = side;
  for (const each of document.querySelectorAll(".sides button")) each.setAttribute("aria-pressed", String(each.dataset.side === side));
  staff.look();
}

for (const each of document.querySelectorAll(".sides button")) each.addEventListener("click", () => chooseSide(each.dataset.side));
for (const tab of document.querySelectorAll(".tabs [role=tab]")) tab.addEventListener("click", () => chooseTab(tab.getAttribute("aria-controls")));
at("add-phone").addEventListener("click", () => shelf.ask().catch((error) => toast(error.message)));
at("open-faults").addEventListener("click", () => faults.open());
document.addEventListener("visibilitychange", () => { if (!document.hidden) pollSoon(); });
chooseTab(location.hash === "#staff" ? "staff" : "phones");
if (location.hash === "#staff") chooseSide("staff");

shelf.begin().then(poll, (error) => { toast(error.message); document.querySelector(".phones").append(h("p.noscript", {}, error.message)); });
