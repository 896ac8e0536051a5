// The bottom of the chat: the shop's menu, or a place to write.

import { button, h } from "./dom.js";
import { icons } from "./icons.js";
import { faces } from "./richtext.js";

export class Composer {
  constructor(acts) {
    this.acts = acts;
    this.menu = null;
    this.writing = false;
    this.element = h("div.composer");
    this.draw();
  }

  setMenu(menu) {
    const [old, fresh] = [JSON.stringify(this.menu), JSON.stringify(menu)];
    if (old === fresh) return;
    this.menu = menu;
    this.draw();
  }

  draw() {
    const menuShown = this.menu && !this.writing;
    this.panel = null;
    this.bar = h("div.bar", {}, this.menu && this.toggle(), menuShown ? this.menuBar() : this.writingBar());
    this.element.replaceChildren(this.bar);
  }

  toggle() {
    const label = this.writing ? "换到菜单" : "换到键盘";
    return button("bar-toggle", label, () => { this.writing = !this.writing; this.draw(); if (this.writing) this.text.focus(); },
      this.writing ? icons.list() : icons.keyboard());
  }

  // the menu

  menuBar() {
    return h("div.menu", {}, ...this.menu.button.map((top) => this.menuTop(top)));
  }

  menuTop(top) {
    const holder = h("div.menu-top");
    const inner = top.sub_button || [];
    const open = () => (inner.length ? this.openSub(holder, inner) : this.choose(top));
    holder.append(h("button", { type: "button", onclick: open, "aria-haspopup": inner.length > 0 }, inner.length > 0 && icons.lines(), top.name));
    return holder;
  }

  openSub(holder, inner) {
    const wasOpen = holder.querySelector(".menu-sub");
    this.closeSub();
    if (wasOpen) return;
    const items = inner.map((item) => h("button", { type: "button", role: "menuitem", onclick: () => { this.closeSub(); this.choose(item); } }, item.name));
    holder.append(h("div.menu-sub", { role: "menu" }, ...items));
  }

  closeSub() {
    for (const open of this.element.querySelectorAll(".menu-sub")) open.remove();
  }

  choose(item) {
    this.acts.menu(item);
  }

  // writing

  writingBar() {
    const text = h("textarea", { rows: 1, "aria-label": "写消息", enterkeyhint: "send", maxlength: 2000, oninput: () => this.grow(), onkeydown: (event) => this.onKey(event) });
    text.value = this.text ? this.text.value : "";
    this.text = text;
    this.sendButton = h("button.send", { type: "button", onclick: () => this.send() }, "发送");
    this.plusButton = button("plus", "更多", () => this.open("more"), icons.plus());
    const bar = h("div.writing", {}, button("say", "说一段语音", () => this.acts.voice(), icons.voice()), text,
      button("smile", "表情", () => this.open("faces"), icons.face()), this.plusButton, this.sendButton);
    queueMicrotask(() => this.grow());
    return bar;
  }

  grow() {
    const empty = !this.text.value.trim();
    this.sendButton.hidden = empty;
    this.plusButton.hidden = !empty;
    this.text.style.height = "38px";
    this.text.style.height = `${Math.min(104, this.text.scrollHeight)}px`;
  }

  onKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  send() {
    const words = this.text.value.trim();
    if (!words) return;
    this.text.value = "";
    this.grow();
    this.acts.text(words);
  }

  // panels below

  open(name) {
    const same = this.panel && this.panel.dataset.name === name;
    this.closePanel();
    if (same) return;
    this.panel = name === "faces" ? this.facesPanel() : this.morePanel();
    this.panel.dataset.name = name;
    this.element.append(this.panel);
    this.acts.settle();
  }

  closePanel() {
    if (this.panel) this.panel.remove();
    this.panel = null;
  }

  facesPanel() {
    const insert = (name) => { this.text.setRangeText(`[${name}]`, this.text.selectionStart, this.text.selectionEnd, "end"); this.grow(); };
    return h("div.panel.faces", {}, ...faces.map(([name, face]) => button("one-face", name, () => insert(name), face)));
  }

  morePanel() {
    const tile = (icon, label, act) => h("button", { type: "button", onclick: () => { this.closePanel(); act(); } }, h("span.tile", {}, icon), label);
    const picker = h("input.unseen", { type: "file", accept: "image/*", "aria-label": "从相册选一张照片", onchange: () => { this.closePanel(); if (picker.files[0]) this.acts.photo(picker.files[0]); } });
    return h("div.panel", {},
      h("label", {}, h("span.tile", {}, icons.photo()), "照片", picker),
      tile(icons.sample(), "示例照片", () => this.acts.photo(null)),
      tile(icons.place(), "位置", () => this.acts.place()),
      tile(icons.scan(), "扫一扫", () => this.acts.scan()),
      tile(icons.sticker(), "动画表情", () => this.acts.sticker()));
  }
}
