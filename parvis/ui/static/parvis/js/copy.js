/* Copies a code where the browser can. */
export function start(box) {
  const button = box.querySelector("[data-copy-button]");
  const done = box.querySelector("[data-copy-done]");
  if (!navigator.clipboard || !button) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(box.querySelector("[data-copy-value]").textContent.trim());
    done.textContent = done.dataset.words;
  });
}
