/* Entry of the page: brings each small module only where the page has something for it. Nothing here is needed to
   use the product: every gesture also works without JavaScript. A module exports start(element). */
const MODULES = {
  "[data-error-summary]": "./errors.js",
  "[data-leave-guard]": "./guard.js",
  "[data-autosave]": "./autosave.js",
  "[data-counter]": "./counter.js",
  "[data-date]": "./date.js",
  "[data-upload]": "./upload.js",
  "[data-rows]": "./rows.js",
  "[data-combobox]": "./combobox.js",
  "[data-finder]": "./finder.js",
  "[data-brisk]": "./brisk.js",
  "[data-several]": "./several.js",
  "[data-linked]": "./linked.js",
  "[data-point]": "./point.js",
  "[data-shape]": "./shape.js",
  "[data-map]": "./map.js",
  "[data-logic]": "./conditions.js",
  "[data-pair]": "./pair.js",
  "[data-signature]": "./signature.js",
  "[data-copy]": "./copy.js",
  "[data-print]": "./print.js",
  "[data-undo]": "./undo.js",
  "[data-here]": "./here.js",
  "[data-keyboard]": "./keyboard.js",
};
const started = new WeakMap();

async function startAll(root) {
  for (const [selector, address] of Object.entries(MODULES)) {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    if (!found.length) continue;
    const { start } = await import(address);
    for (const element of found) {
      const done = started.get(element) ?? new Set();
      if (done.has(selector)) continue;
      started.set(element, done.add(selector));
      start(element);
    }
  }
}

startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
document.addEventListener("parvis:drawn", (event) => startAll(event.target));
