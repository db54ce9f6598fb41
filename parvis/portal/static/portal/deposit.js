/* Asks the server which questions are asked whenever an answer that others depend on changes, and shows or hides them.
   Without this module the page is simply shown again by the server. */
import { show } from "../parvis/js/conditions.js";

const form = document.querySelector("form[data-depends]");
const watched = new Set(form.dataset.depends.split(","));
let turn = 0;

async function refresh() {
  const asked = ++turn;
  const answers = new FormData(form);
  for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
  const answer = await fetch(form.action, { method: "POST", body: answers, headers: { "X-Autosave": "1" } }).catch(() => null);
  if (!answer?.ok || asked !== turn) return;
  const { shown } = await answer.json();
  const asking = new Set(shown);
  const drawn = [];
  for (const field of form.querySelectorAll("[data-field]")) {
    const key = field.dataset.field, inRow = key.includes(".");
    if (inRow && !field.dataset.condition) continue;
    const wanted = asking.has(key);
    if (field.hidden === wanted) show(field, wanted);
    if (wanted && !inRow) drawn.push(key);
  }
  for (const row of form.querySelectorAll("input[name$='._asked']")) tellShown(row, asking);
  form.elements._drawn.value = drawn.join(",");
  form.dispatchEvent(new CustomEvent("parvis:saved"));
}

/* Each row of a block says which of its questions it shows. */
function tellShown(row, asking) {
  const start = row.name.slice(0, -"_asked".length);
  row.value = [...asking].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
    .filter((key) => !key.includes(".")).join(",");
}

form.addEventListener("change", (event) => {
  const key = event.target.name?.split(".")[0];
  if (watched.has(key)) refresh();
});
