/* The workflow editor: what the keyboard adds to pages that work without it. */
const panel = document.getElementById("panneau");
document.documentElement.classList.add("scripted");

/* A list on which other boxes depend has the form drawn again, and keeps the focus. */
panel.addEventListener("change", (event) => {
  if (!event.target.matches("[data-redraw]")) return;
  const button = event.target.closest(".condition").querySelector("[data-without-script]");
  event.target.form.action = `${event.target.form.getAttribute("action").split("#")[0]}#${event.target.id}`;
  event.target.form.requestSubmit(button);
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
