/* The editor of a form: what the keyboard and htmx add to pages that work without them. */
import { keepPreview, showPreview } from "./preview.js";
import { markCurrent, startOutline } from "./outline.js";

const panel = document.getElementById("panneau");
let dirty = null; // the form of the panel whose boxes were touched
let returnTo = ""; // where the focus goes back to once the panel is drawn again
document.documentElement.classList.add("scripted");

const drawAgain = (box) => {
  const condition = box.closest(".condition");
  returnTo = box.id;
  box.form.requestSubmit(condition.querySelector("[data-without-script]"));
};

panel.addEventListener("input", (event) => { if (event.target.form?.matches("[data-editing]")) dirty = event.target.form; });
panel.addEventListener("change", (event) => {
  if (event.target.matches("[data-redraw]")) drawAgain(event.target);
  if (event.target.name === "type" && event.target.form?.matches("[data-adding]")) showChoices(event.target.form);
});
panel.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=_line]");
  if (button) returnTo = button.value.includes(" add") ? `last ${button.closest(".condition, details")?.id ?? ""}` : "none";
});
/* One who takes back several changes in a row stays on the button: the next stroke is not one of a sentence. */
document.addEventListener("click", (event) => {
  if (event.target.closest("#etat button")) returnTo = "gestures";
});

/* The answers offered are asked only of the types that offer some. */
function showChoices(form) {
  const said = form.querySelector("[data-type-sentence]");
  const sentence = form.elements.type.selectedOptions[0]?.dataset.sentence ?? "";
  if (said) { said.textContent = sentence; said.hidden = !sentence; }
  const box = form.querySelector("[data-choices]");
  const asked = form.dataset.choiceTypes.split(",").includes(form.elements.type.value);
  if (box) box.hidden = !asked && !form.elements.choices.value;
}

/* Several lines pasted where one question is written are read as a paper form. */
panel.addEventListener("paste", (event) => {
  const lines = event.target.matches?.("[data-paste-lines]") ? event.clipboardData.getData("text") : "";
  if (!lines.trim().includes("\n")) return;
  event.preventDefault();
  window.htmx.ajax("POST", event.target.dataset.pasteLines, { target: "#panneau", values: { text: lines } });
});

/* What is being written is kept before one goes elsewhere in the page. */
document.addEventListener("htmx:confirm", (event) => {
  const from = event.detail.elt;
  if (!dirty?.isConnected || from === dirty || dirty.contains(from)) return;
  event.preventDefault();
  const kept = dirty;
  dirty = null;
  window.htmx.ajax("POST", kept.getAttribute("action"), { source: kept, target: "#panneau", values: { seen: kept.elements.seen.value } }).then(() => {
    if (!panel.querySelector(".error-summary, [data-overtaken]")) event.detail.issueRequest(true);
  });
});

document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target !== panel) return;
  dirty = returnTo && returnTo !== "gestures" ? panel.querySelector("[data-editing]") : null;
  const adding = panel.querySelector("[data-adding]");
  if (adding) showChoices(adding);
  markCurrent();
  focusAgain();
});

function focusAgain() {
  const [way, id] = returnTo.split(" ");
  if (way === "last") {
    const lines = (id && document.getElementById(id) ? document.getElementById(id) : panel).querySelectorAll(".condition-line select, .clause input");
    lines[lines.length - 1]?.focus();
  } else if (way === "gestures") document.querySelector("#etat button")?.focus();
  else if (returnTo && returnTo !== "none") document.getElementById(returnTo)?.focus();
  else panel.querySelector(".error-summary, [autofocus]")?.focus();
  setTimeout(() => { returnTo = ""; }); // told once for each part that was drawn, all in one go
}

document.addEventListener("studio:changed", (event) => showPreview(event.detail, true));
document.addEventListener("studio:shown", (event) => showPreview(event.detail, false));

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("#panneau form");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    const another = form.querySelector("[data-then-another]");
    form.requestSubmit(another ?? undefined);
  } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
    const button = panel.querySelector(`[data-shortcut="Alt+${event.key}"]`);
    if (!event.defaultPrevented && button && !event.target.closest("select")) { event.preventDefault(); button.click(); }
  } else if (event.key === "e" && !event.target.closest("input, textarea, select") && !event.ctrlKey && !event.metaKey) {
    const label = document.getElementById("q-label") ?? document.getElementById("q-title");
    if (label) { event.preventDefault(); label.focus(); }
  }
});

startOutline();
keepPreview();
if (panel.querySelector("[data-adding]")) showChoices(panel.querySelector("[data-adding]"));
