/* Lists: gestures of the keyboard on the row one stands on, and « all » in the head of the table. */
const OPENS = { e: "etat/", r: "#repondre", t: "transmettre/" };
const form = document.querySelector("[data-rows]");
const boxes = [...(form?.querySelectorAll("tbody input[type=checkbox]") ?? [])];

function chooseAll() {
  const all = Object.assign(document.createElement("input"), { type: "checkbox" });
  all.setAttribute("aria-label", form.dataset.rows);
  all.addEventListener("change", () => { for (const box of boxes) box.checked = all.checked; });
  form.querySelector("thead th").replaceChildren(all);
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select, dialog")) return;
  const row = document.querySelector("[data-row][data-current]");
  const box = row?.querySelector("input[type=checkbox]");
  if (!box) return;
  if (event.key in OPENS) {
    event.preventDefault();
    location.href = row.querySelector("[data-open]").href + OPENS[event.key];
  } else if (event.key === "x") box.checked = !box.checked;
  // « a » and « m » press the buttons under the list: with nothing ticked, they are about this row.
  else if ((event.key === "a" || event.key === "m") && !boxes.some((each) => each.checked)) box.checked = true;
}

if (form) {
  chooseAll();
  document.addEventListener("keydown", onKey, { capture: true });
}
