/* A search box whose results come in the page as one types: <input data-finder="#results">. The arrows go from the box
   to the results and among them, Escape comes back; Enter follows the result one stands on. In the box, Enter sends the
   form, as without JavaScript. */
export function start(input) {
  const links = () => [...(document.querySelector(input.dataset.finder)?.querySelectorAll("a[href]") ?? [])];

  function go(event, from, step) {
    const found = links();
    const place = from === input ? -1 : found.indexOf(from);
    const next = found[place + step];
    if (!next && step > 0) return;
    event.preventDefault();
    (next ?? input).focus();
  }

  input.addEventListener("keydown", (event) => { if (event.key === "ArrowDown") go(event, input, 1); });
  document.addEventListener("keydown", (event) => {
    const link = event.target.closest?.(`${input.dataset.finder} a[href]`);
    if (!link) return;
    if (event.key === "ArrowDown") go(event, link, 1);
    else if (event.key === "ArrowUp") go(event, link, -1);
    else if (event.key === "Escape") input.focus();
  });
}
