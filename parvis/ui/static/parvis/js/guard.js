/* Warns before leaving a form whose answers are not sent nor saved. A form saved (autosave.js) says so with data-clean. */
export function start(form) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  form.addEventListener("parvis:saved", () => { changed = false; });
  form.addEventListener("submit", () => { changed = false; });
  form.addEventListener("htmx:beforeRequest", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => { if (changed && form.isConnected) event.preventDefault(); });
}
