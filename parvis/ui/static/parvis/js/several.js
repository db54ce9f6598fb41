/* Several choices in a long list: each suggestion chosen becomes a ticked box above, and the search starts afresh. */
export function start(boxes) {
  const field = boxes.closest("[data-field]");
  const input = field.querySelector("[data-combobox-input]");
  let added = 0;
  field.addEventListener("parvis:chosen", (event) => {
    const { value, label } = event.detail;
    const known = [...boxes.querySelectorAll("input")].find((one) => one.value === value);
    if (known) known.checked = true;
    else boxes.append(box(boxes.dataset.several, `${input.id}-a${++added}`, value, label));
    for (const one of field.querySelectorAll(".combobox input")) one.value = "";
    boxes.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function box(name, id, value, label) {
  const line = Object.assign(document.createElement("div"), { className: "box" });
  const tick = Object.assign(document.createElement("input"), { type: "checkbox", id, name, value, checked: true });
  const words = Object.assign(document.createElement("label"), { textContent: label });
  words.htmlFor = id;
  line.append(tick, words);
  return line;
}
