"use strict";
/* What a page does by itself: timers by the server's clock, a word when the connection is lost,
   no second press while the first is on its way. */
(() => {
  let ahead = 0; // how far the server's clock is ahead of this machine's, which may be wrong

  const readClock = (from) => {
    const now = Number(from.dataset?.now);
    if (now) ahead = now - Date.now();
  };

  const inWords = (milliseconds) => {
    const minutes = Math.floor(milliseconds / 60000);
    if (minutes < 1) return "不到1分钟";
    if (minutes < 60) return `${minutes}分钟`;
    const hours = Math.floor(minutes / 60);
    if (hours < 24) return minutes % 60 ? `${hours}小时${minutes % 60}分` : `${hours}小时`;
    return `${Math.floor(hours / 24)}天${hours % 24 ? `${hours % 24}小时` : ""}`;
  };

  const setText = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  const countOn = () => {
    const now = Date.now() + ahead;
    for (const each of document.querySelectorAll("[data-since]")) {
      setText(each, inWords(Math.max(0, now - Number(each.dataset.since))));
    }
    for (const each of document.querySelectorAll("[data-until]")) {
      const left = Number(each.dataset.until) - now;
      each.classList.toggle("late", left <= 0);
      setText(each, left > 0 ? inWords(left) : `已过${inWords(-left)}`);
    }
  };

  const isLost = (lost) => {
    document.getElementById("lost")?.toggleAttribute("hidden", !lost);
  };

  document.addEventListener("DOMContentLoaded", () => {
    readClock(document.body);
    countOn();
    setInterval(countOn, 5000);
    for (const event of ["htmx:sendError", "htmx:timeout"]) {
      document.body.addEventListener(event, () => isLost(true));
    }
    document.body.addEventListener("htmx:beforeSwap", () => isLost(false));
    document.body.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful) isLost(false);
    });
    document.body.addEventListener("htmx:afterSettle", (event) => {
      readClock(event.target);
      countOn();
    });
    window.addEventListener("offline", () => isLost(true));
    window.addEventListener("online", () => isLost(false));
  });

  // a talk shows its newest words, unless somebody is reading further up
  const stream = () => document.querySelector(".stream");
  let place = null; // where she reads, or nothing while she follows the newest
  const keepPlace = () => {
    const here = stream();
    const atEnd = !here || here.scrollHeight - here.scrollTop - here.clientHeight < 60;
    place = atEnd ? null : here.scrollTop;
  };
  const findPlace = () => {
    const here = stream();
    if (here) here.scrollTop = place ?? here.scrollHeight;
  };
  document.addEventListener("DOMContentLoaded", findPlace);
  document.addEventListener("htmx:beforeSwap", keepPlace);
  document.addEventListener("htmx:oobBeforeSwap", keepPlace);
  document.addEventListener("htmx:oobAfterSwap", findPlace);
  document.addEventListener("htmx:afterSettle", (event) => {
    findPlace();
    if (event.target.id === "write") document.getElementById("words")?.focus();
  });

  document.addEventListener("click", (event) => {
    const reply = event.target.closest("[data-fill]");
    if (!reply) return;
    const field = document.getElementById(reply.dataset.fill);
    field.value = field.value ? `${field.value}\n${reply.textContent}` : reply.textContent;
    reply.closest("details")?.removeAttribute("open");
    field.focus();
  });
  // without HTTPS a browser has no clipboard for us: then the words are selected and copied
  const copy = async (from) => {
    if (navigator.clipboard) return navigator.clipboard.writeText(from.innerText.trim());
    getSelection().selectAllChildren(from);
    if (!document.execCommand("copy")) throw new Error("not copied");
    getSelection().removeAllRanges();
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button || button.dataset.told) return;
    const label = button.textContent;
    button.dataset.told = "yes";
    const told = copy(document.getElementById(button.dataset.copy));
    button.textContent = await told.then(() => "已复制", () => "请长按选中再复制");
    setTimeout(() => {
      button.textContent = label;
      delete button.dataset.told;
    }, 2500);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      for (const open of document.querySelectorAll(".more-ways[open]")) {
        open.removeAttribute("open");
        open.querySelector("summary").focus();
      }
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.id === "words") {
      event.target.form.requestSubmit(event.target.form.querySelector(".main"));
    }
  });

  // a plain form is sent once; htmx forms say hx-disabled-elt for themselves
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("hx-post") || form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  // a scanner types wherever one stands: outside of fields it types into the page's own one
  document.addEventListener("keydown", (event) => {
    const home = document.querySelector("[data-home]");
    if (!home || event.ctrlKey || event.metaKey || event.altKey) return;
    const isTyped = event.key.length === 1 && event.key !== " ";
    if (event.key === "Escape" || (isTyped && !event.target.closest("input, select, textarea"))) {
      home.focus();
      home.select();
    }
  });
  // who comes back to a page by the browser's arrow may send again
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
})();
