/* The desk's keyboard. <body data-keyboard>; rows are [data-row] with a link [data-open]; an element with
   data-shortcut="r" is focused (input, or a link to one of this page) or pressed (anything else). Never while one
   writes. */
const WRITING = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]";

function move(step) {
  const rows = [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const place = rows.findIndex((row) => row.hasAttribute("data-current"));
  const next = rows[Math.min(rows.length - 1, Math.max(0, place + step))];
  if (place >= 0) rows[place].removeAttribute("data-current");
  next.setAttribute("data-current", "");
  next.querySelector("[data-open]")?.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function press(key) {
  const target = document.querySelector(`[data-current] [data-shortcut="${CSS.escape(key)}"]`) ?? document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (!target) return false;
  // A browser follows a link inside the page when it has time: what is typed meanwhile would go elsewhere.
  const led = target.matches('a[href^="#"]') ? document.getElementById(target.hash.slice(1)) : target;
  if (led?.matches(WRITING)) led.focus();
  else target.click();
  return true;
}

export function start(body) {
  const help = document.getElementById("keyboard-help");
  body.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(WRITING)) { if (event.key === "Escape") event.target.blur(); return; }
    if (help?.open) return;
    const gestures = { j: () => move(1), k: () => move(-1), "?": () => help?.showModal() };
    const gesture = gestures[event.key];
    if (gesture) { event.preventDefault(); gesture(); } else if (press(event.key)) event.preventDefault();
  });
}
