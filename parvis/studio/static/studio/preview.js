/* The preview follows the panel: its page, its question, each change; at the size of a phone or of a screen. */
export function showPreview({ src }, again) {
  const box = document.querySelector("[data-preview]");
  const frame = box?.querySelector("iframe");
  if (!frame || !src) return;
  const wanted = new URL(src, location.href);
  const shown = frame.contentWindow?.location;
  const alone = box.querySelector("[data-preview-alone]");
  if (alone) alone.href = src;
  if (again && shown.href === wanted.href) shown.reload();
  else shown.replace(wanted);
}

/* The question one edits stays under the eyes when its page is drawn again; the page around the frame does not move. */
function showQuestion(frame) {
  const inside = frame.contentWindow;
  const box = frame.contentDocument?.querySelector(".trial-current")?.getBoundingClientRect();
  if (box) inside.scrollTo(0, inside.scrollY + box.top - (inside.innerHeight - box.height) / 2);
}

export function keepPreview() {
  const box = document.querySelector("[data-preview]");
  const frame = box?.querySelector("iframe");
  frame?.addEventListener("load", () => showQuestion(frame));
  box?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-preview-size]");
    if (!link) return;
    event.preventDefault();
    for (const size of ["telephone", "ecran"]) box.classList.toggle(`preview-${size}`, size === link.dataset.previewSize);
    for (const each of box.querySelectorAll("[data-preview-size]")) each.toggleAttribute("aria-current", each === link);
    link.setAttribute("aria-current", "true");
  });
}
