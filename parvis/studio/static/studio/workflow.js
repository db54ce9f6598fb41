/* The workflow editor: what the keyboard adds to pages that work without it. */
const panel = document.getElementById("panneau");
document.documentElement.classList.add("scripted");

/* A list on which other boxes depend has the form drawn again, and keeps the focus. By keyboard, once one has settled
   on a line or goes on: each arrow pressed in a list changes it. */
const SETTLED = 700;
let keyed = false;
let waiting = null;

function drawAgain(list, next = list) {
  clearTimeout(waiting?.timer);
  waiting = null;
  const button = list.closest(".condition").querySelector("[data-without-script]");
  list.form.action = `${list.form.getAttribute("action").split("#")[0]}#${next.id || list.id}`;
  list.form.requestSubmit(button);
}

panel.addEventListener("keydown", () => { keyed = true; }, { capture: true });
panel.addEventListener("pointerdown", () => { keyed = false; }, { capture: true });
panel.addEventListener("change", (event) => {
  const list = event.target;
  if (!list.matches("[data-redraw]")) return;
  if (!keyed) { drawAgain(list); return; }
  clearTimeout(waiting?.timer);
  waiting = { list, timer: setTimeout(() => drawAgain(list), SETTLED) };
});
panel.addEventListener("submit", () => { clearTimeout(waiting?.timer); waiting = null; });
panel.addEventListener("focusout", (event) => {
  if (waiting?.list !== event.target) return;
  const next = event.relatedTarget;
  if (!keyed && next?.type === "submit") return;  // it is about to be pressed
  drawAgain(waiting.list, next?.form === waiting.list.form ? next : waiting.list);
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#panneau form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit();
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const button = panel.querySelector(`[data-shortcut="Alt+${event.key}"]`);
    if (button && !event.target.closest("select")) { event.preventDefault(); button.click(); }
  } else if (event.key === "e" && !event.target.closest("input, textarea, select") && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const box = panel.querySelector("[data-editing] input:not([type=hidden]), [data-editing] textarea, [data-editing] select");
    if (box) { event.preventDefault(); box.focus(); }
  }
});

/* What is under the builder's hands is in sight, in the list and on the diagram. */
document.querySelector("#plan [aria-current]")?.scrollIntoView({ block: "nearest" });
const box = document.querySelector(".flow-scroll .flow-current");
if (box) {
  const scroll = box.closest(".flow-scroll");
  const place = box.getBoundingClientRect();
  const whole = scroll.getBoundingClientRect();
  scroll.scrollTo(scroll.scrollLeft + place.left - whole.left - (whole.width - place.width) / 2, scroll.scrollTop + place.top - whole.top - (whole.height - place.height) / 2);
}
