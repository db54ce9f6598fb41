/* A form filled all day long, <form data-brisk>: what is asked first has the focus at once ([data-brisk-first] is where it
   begins), and Ctrl + Enter sends the form from anywhere, a long text included. */
const ASKED = "input:not([type=hidden]):not([type=file]), textarea, select";

export function start(form) {
  const free = !document.activeElement || document.activeElement === document.body;
  const begins = form.querySelector("[data-brisk-first]") ?? form;
  const box = [...begins.querySelectorAll(ASKED)].find((each) => each.checkVisibility() && !each.disabled);
  if (free && !document.querySelector("[data-error-summary]")) box?.focus({ preventScroll: true });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
}
