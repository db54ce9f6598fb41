/* Adds and removes the rows of a repeated block without showing the page again: the form is sent apart with the button
   pressed, the server answers with the block drawn again, and the reader is put on its new row. Without this module,
   or when the network fails, the button sends the form. */
const BUTTONS = "button[name=add_item], button[name=remove_item]";

export function start(area) {
  const form = area.closest("form");
  if (!form) return;
  area.addEventListener("click", async (event) => {
    const button = event.target.closest(BUTTONS);
    if (!button || button.closest("[data-rows]") !== area || chosen(area) || button.dataset.tried) return;
    event.preventDefault();
    const answers = new FormData(form);
    answers.append(button.name, button.value);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    button.disabled = true;
    const answer = await fetch(form.action, { method: "POST", body: answers, headers: { "X-Rows": "1" } }).catch(() => null);
    if (answer?.status !== 200 || !replace(button.value, await answer.text())) {
      button.disabled = false;
      button.dataset.tried = "1";
      button.click();
    }
  });
}

/* Files chosen and not sent yet would be lost: the form then goes whole. */
function chosen(area) {
  return [...area.querySelectorAll("input[type=file]")].some((input) => input.files.length);
}

function replace(name, html) {
  const key = name.split(".")[0];
  const former = document.querySelector(`[data-field="${key}"]`);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector(`[data-field="${key}"]`);
  if (!former || !fresh) return false;
  former.replaceWith(fresh);
  fresh.dispatchEvent(new CustomEvent("parvis:drawn", { bubbles: true }));
  fresh.closest("form").dispatchEvent(new CustomEvent("parvis:saved"));
  fresh.querySelector("[autofocus]")?.focus();
  return true;
}
