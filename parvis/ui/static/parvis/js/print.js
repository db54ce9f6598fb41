/* A button that prints: hidden in the page, shown where there is JavaScript. */
export function start(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
