/* Asks the server which questions are asked whenever an answer changes, and shows or hides them on the sheet. Without
   this module the sheet is simply shown again by the server with the questions that its answers brought. */
import { show } from "../parvis/js/conditions.js";

const form = document.querySelector("form[data-entry]");
const dependent = form.querySelector("[data-condition], [data-section][hidden]");
let turn = 0;

async function refresh() {
  const asked = ++turn;
  const answers = new FormData(form);
  for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
  const answer = await fetch(form.action, { method: "POST", body: answers, headers: { "X-Autosave": "1" } }).catch(() => null);
  if (!answer?.ok || asked !== turn) return;
  const asking = new Set((await answer.json()).shown);
  for (const section of form.querySelectorAll("[data-section]")) {
    let any = false;
    for (const field of section.querySelectorAll("[data-field]")) {
      const key = field.dataset.field, inRow = key.includes(".");
      if (inRow && !field.dataset.condition) continue;
      const wanted = asking.has(key);
      any ||= wanted;
      if (field.hidden === wanted) show(field, wanted);
    }
    section.hidden = !any;
  }
  for (const row of form.querySelectorAll("input[name$='._asked']")) tellShown(row, asking);
  form.elements._vues.value = [...asking].join(",");
}

/* Each row of a block says which of its questions it shows. */
function tellShown(row, asking) {
  const start = row.name.slice(0, -"_asked".length);
  row.value = [...asking].filter((key) => key.startsWith(start)).map((key) => key.slice(start.length))
    .filter((key) => !key.includes(".")).join(",");
}

if (dependent) form.addEventListener("change", refresh);
