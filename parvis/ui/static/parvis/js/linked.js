/* Draws a question again when an answer its choices depend on changes: keeps the page (data-autosave of its form), then
   asks data-linked-url for the question. Without this module a button under the question does it. */
export function start(frame) {
  const form = frame.closest("form");
  if (!form?.dataset.autosave || !frame.dataset.linkedUrl) return;
  const { linkedName: name, linkedUrl: address } = frame.dataset;
  // In a block that repeats, an answer of the same row comes before one of the form.
  const row = name.includes(".") ? name.slice(0, name.lastIndexOf(".") + 1) : "";
  const watched = frame.dataset.linked.split(" ").flatMap((one) => [one, row + one]);
  let turn = 0;
  frame.querySelector("[data-linked-button]").hidden = true;

  async function again() {
    const asked = ++turn;
    frame.setAttribute("aria-busy", "true");
    const answers = new FormData(form);
    for (const [key, value] of [...answers]) if (value instanceof File) answers.delete(key);
    const drawn = await keep(form, answers).then(() => fetch(address)).catch(() => null);
    if (asked !== turn) return;
    frame.removeAttribute("aria-busy");
    if (!drawn?.ok) { frame.querySelector("[data-linked-button]").hidden = false; return; }
    const page = new DOMParser().parseFromString(await drawn.text(), "text/html");
    const fresh = page.querySelector("[data-linked]");
    if (!fresh) return;
    fresh.querySelector("[data-linked-button]").hidden = true;
    const held = frame.contains(document.activeElement) ? document.activeElement.id : "";
    frame.replaceChildren(...fresh.childNodes);
    if (held) document.getElementById(held)?.focus();
    frame.dispatchEvent(new CustomEvent("parvis:drawn", { bubbles: true }));
  }

  form.addEventListener("change", (event) => {
    const key = event.target.name ?? "";
    if (!frame.contains(event.target) && watched.some((one) => key === one || key.startsWith(`${one}.`))) again();
  });
  form.addEventListener("parvis:chosen", (event) => {
    const key = event.target.querySelector("[data-combobox-input]")?.name ?? "";
    if (watched.some((one) => key === `${one}.text`)) again();
  });
}

function keep(form, answers) {
  return fetch(form.dataset.autosave, { method: "POST", body: answers, headers: { "X-Autosave": "1" } }).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    form.dispatchEvent(new CustomEvent("parvis:saved"));
  });
}
