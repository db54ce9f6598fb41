/* Saves a form's answers two seconds after the last keystroke: <form data-autosave="address">. Files stay with the form.
   An element with data-autosave-state inside the form tells it; its data-saved and data-failed are the words. */
export function start(form) {
  const state = form.querySelector("[data-autosave-state]");
  let timer = 0;
  const tell = (words) => { if (state) state.textContent = words ?? ""; };

  async function save() {
    const answers = new FormData(form);
    for (const [name, value] of [...answers]) if (value instanceof File) answers.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: answers, headers: { "X-Autosave": "1" } });
      if (!answer.ok) throw new Error(String(answer.status));
      tell(state?.dataset.saved);
      form.dispatchEvent(new CustomEvent("parvis:saved"));
    } catch {
      tell(state?.dataset.failed);
    }
  }

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 2000);
  });
  form.addEventListener("submit", () => clearTimeout(timer));
}
