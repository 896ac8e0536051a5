// Make elements. Text is always text: nothing here, or anywhere, parses HTML.

const SVG = "http://www.w3.org/2000/svg";

export function h(tag, attributes = {}, ...children) {
  const [name, ...classes] = tag.split(".");
  const element = document.createElement(name || "div");
  if (classes.length) element.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) set(element, key, value);
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

function set(element, key, value) {
  if (value === null || value === undefined || value === false) return;
  if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
  else if (key === "value" || key === "checked" || key === "disabled") element[key] = value;
  else element.setAttribute(key, value === true ? "" : value);
}

export function svg(viewBox, ...shapes) {
  const root = document.createElementNS(SVG, "svg");
  root.setAttribute("viewBox", viewBox);
  root.setAttribute("aria-hidden", "true");
  for (const [name, attributes, text] of shapes) {
    const shape = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) shape.setAttribute(key, value);
    if (text) shape.textContent = text;
    root.append(shape);
  }
  return root;
}

export function button(className, label, onclick, ...children) {
  const inside = children.length ? children : [label];
  return h(`button.${className}`, { type: "button", "aria-label": label, onclick }, ...inside);
}

let toastTimer;

export function toast(text) {
  const element = document.getElementById("toast");
  element.textContent = text;
  element.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { element.hidden = true; }, 4200);
}

export function enlarge(address) {
  const box = document.getElementById("lightbox");
  box.replaceChildren(h("img", { src: address, alt: "放大的图片" }));
  box.onclick = () => box.close();
  box.showModal();
}
