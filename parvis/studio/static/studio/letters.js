/* The editor of a letter: what a script adds to a page that works without it. */
const zone = document.getElementById("lettre");
const preview = document.getElementById("apercu");
let writing = null; // the last text box that was written in
let waiting = 0;
document.documentElement.classList.add("scripted");

const form = () => document.getElementById("lettre-form");
const body = (submitter) => {
  const data = new FormData(form());
  if (submitter) data.append(submitter.name, submitter.value);
  return data;
};
const send = (address, submitter) => fetch(address, { method: "POST", body: body(submitter), credentials: "same-origin" });

/* A line added, moved or redrawn: the parts alone are drawn again, and the keyboard stays where it was. */
async function redraw(button, returnTo) {
  const answer = await send(location.href, button);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const drawn = page.getElementById("lettre");
  if (!drawn) { location.reload(); return; }
  zone.replaceChildren(...drawn.childNodes);
  const [, verb, rank] = button.value.split(" ");
  const at = { add: Number(rank ?? -1) + 1, up: Number(rank) - 1, down: Number(rank) + 1, drop: Math.max(0, Number(rank) - 1) }[verb];
  (document.getElementById(returnTo) ?? document.querySelector(`#partie-${at} textarea, #partie-${at} select`) ?? document.getElementById("id_title")).focus();
  show();
}

async function show() {
  const answer = await send(form().dataset.preview);
  if (answer.ok) preview.innerHTML = await answer.text();
}

const later = () => { clearTimeout(waiting); waiting = setTimeout(show, 600); };

document.addEventListener("submit", (event) => {
  if (event.target !== form() || event.submitter?.name !== "_line") return;
  event.preventDefault();
  redraw(event.submitter, "");
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-redraw]")) return;
  const near = event.target.closest(".condition, p");
  redraw(near.querySelector("[data-without-script]") ?? near.closest(".condition").querySelector("[data-without-script]"), event.target.id);
});
document.addEventListener("input", (event) => { if (event.target.form === form()) later(); });
document.addEventListener("focusin", (event) => { if (event.target.matches("[data-inserting]")) writing = event.target; });

for (const button of document.querySelectorAll("[data-insert]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const box = writing?.isConnected ? writing : document.querySelector("textarea[data-inserting]");
    if (!box) return;
    box.setRangeText(`{{ ${button.dataset.insert} }}`, box.selectionStart, box.selectionEnd, "end");
    box.focus();
    later();
  });
}
