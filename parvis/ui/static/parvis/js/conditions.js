/* Shows or hides a field as answers change. The hook only: it tells the form « parvis:conditions » whenever an answer
   changes, and offers show(); the catalogue's own evaluator (js/expressions.js) decides. */
export function show(field, shown) {
  field.hidden = !shown;
  for (const input of field.querySelectorAll("input, select, textarea, button")) input.disabled = !shown;
  if (field.matches("fieldset")) field.disabled = !shown;
}

const listening = new WeakSet();

export function start(field) {
  const form = field.closest("form");
  if (!form || listening.has(form)) return;
  listening.add(form);
  const tell = () => form.dispatchEvent(new CustomEvent("parvis:conditions", { bubbles: true, detail: { show } }));
  form.addEventListener("input", tell);
  form.addEventListener("change", tell);
  tell();
}
