/* A text input with suggestions from the server, after the ARIA combobox pattern. Its search button is the way without
   JavaScript and disappears here. The chosen value goes to the hidden input; typing again forgets it. With data-fills,
   a choice fills the boxes of a question (its "fills", by part), and nothing is hidden. */
export function start(box) {
  const input = box.querySelector("[data-combobox-input]");
  const { fills } = box.dataset;
  const value = box.querySelector("[data-combobox-value]") ?? (fills ? document.createElement("input") : hiddenValue(box, input));
  const state = box.querySelector("[data-combobox-state]");
  const list = document.createElement("ul");
  let options = [];
  let active = -1;
  let timer = 0;
  let asked = 0;

  box.querySelector("[data-combobox-search]").hidden = true;
  box.querySelector("[data-combobox-choices]")?.remove();
  list.className = "combobox-list";
  list.id = `${input.id}-list`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", document.querySelector(`label[for="${input.id}"]`)?.textContent.trim() ?? "");
  list.hidden = true;
  input.closest(".input-line").after(list);
  for (const [name, text] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", list.id]]) input.setAttribute(name, text);

  function close() {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(option) {
    input.value = option.label;
    value.value = option.value;
    close();
    state.textContent = option.label;
    if (fills) fill(option.fills ?? {});
    value.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new CustomEvent("parvis:chosen", { bubbles: true, detail: option }));
  }

  function fill(parts) {
    for (const [part, text] of Object.entries(parts)) {
      const filled = input.form?.elements[`${fills}.${part}`];
      if (!filled) continue;
      filled.value = text;
      filled.dispatchEvent(new Event(filled === input ? "change" : "input", { bubbles: true }));
    }
  }

  function point(index) {
    active = (index + options.length) % options.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", list.children[active].id);
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  function show() {
    list.replaceChildren(...options.map((option, index) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.append(option.label);
      if (option.detail) item.append(Object.assign(document.createElement("small"), { textContent: option.detail }));
      item.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(option); });
      return item;
    }));
    list.hidden = !options.length;
    active = -1;
    input.setAttribute("aria-expanded", String(Boolean(options.length)));
    state.textContent = options.length ? box.dataset.some.replace("%n", String(options.length)) : box.dataset.none;
  }

  async function ask() {
    const turn = ++asked;
    const words = input.value.trim();
    if (words.length < 2) return close();
    const address = new URL(box.dataset.combobox, location.href);
    address.searchParams.set("q", words);
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok || turn !== asked) return undefined;
    ({ options } = await answer.json());
    return show();
  }

  input.addEventListener("input", () => { value.value = ""; clearTimeout(timer); timer = setTimeout(ask, 200); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (list.hidden) { if (event.key === "ArrowDown") ask(); return; }
    const gestures = {
      ArrowDown: () => point(active + 1),
      ArrowUp: () => point(active < 0 ? options.length - 1 : active - 1),
      Enter: () => (active >= 0 ? choose(options[active]) : close()),
      Escape: close,
    };
    if (!gestures[event.key]) return;
    event.preventDefault();
    gestures[event.key]();
  });
}

function hiddenValue(box, input) {
  const value = document.createElement("input");
  value.type = "hidden";
  value.name = input.name.replace(/\.text$/, "");
  value.value = box.querySelector("[data-combobox-choices] input:checked")?.value ?? "";
  box.append(value);
  return value;
}
