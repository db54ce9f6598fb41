/* The outline: filtered as one types, questions moved by mouse, finger or keyboard. */
const HANDLE = "plan-handle";

export function markCurrent() {
  const here = location.pathname + location.search;
  for (const link of document.querySelectorAll("#plan a[aria-current]")) link.removeAttribute("aria-current");
  const address = document.querySelector("#panneau [data-question]")?.dataset.question;
  const row = address && document.querySelector(`#plan [data-address="${CSS.escape(address)}"] a`);
  const link = row || [...document.querySelectorAll("#plan a[href]")].find((each) => each.getAttribute("href") === here);
  link?.setAttribute("aria-current", "true");
  link?.scrollIntoView({ block: "nearest" });
}

function filter(words) {
  const wanted = words.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").split(/\s+/).filter(Boolean);
  for (const section of document.querySelectorAll("#plan .plan-section")) {
    let shown = 0;
    for (const row of section.querySelectorAll("[data-row]")) {
      const said = row.textContent.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
      row.hidden = !wanted.every((word) => said.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    section.hidden = wanted.length > 0 && shown === 0;
  }
}

function gesture(values) {
  window.htmx.ajax("POST", document.getElementById("plan").dataset.gestures, { target: "#panneau", values });
}

function giveHandles(root) {
  for (const row of root.querySelectorAll("[data-row]")) {
    if (row.querySelector(`.${HANDLE}`)) continue;
    const handle = document.createElement("span");
    handle.className = HANDLE;
    handle.setAttribute("aria-hidden", "true");
    handle.textContent = "⠿";
    row.prepend(handle);
  }
}

/* Where a question would land: after a row (its lower half), before it (its upper half: after the one above). */
function landing(x, y, moved) {
  const row = document.elementFromPoint(x, y)?.closest("#plan [data-row]");
  if (!row || row === moved || row.dataset.address.startsWith(`${moved.dataset.address}.`)) return null;
  const box = row.getBoundingClientRect();
  if (y > box.top + box.height / 2) return { row, below: true, to: `apres:${row.dataset.address}` };
  const above = row.previousElementSibling;
  return { row, below: false, to: above ? `apres:${above.dataset.address}` : row.closest("[data-page]").dataset.page };
}

function drag(event) {
  const handle = event.target.closest(`.${HANDLE}`);
  if (!handle) return;
  event.preventDefault();
  const moved = handle.closest("[data-row]");
  let place = null;
  const clear = () => { for (const row of document.querySelectorAll(".plan-above, .plan-below")) row.classList.remove("plan-above", "plan-below"); };
  const move = (each) => {
    clear();
    place = landing(each.clientX, each.clientY, moved);
    place?.row.classList.add(place.below ? "plan-below" : "plan-above");
  };
  const end = (each) => {
    handle.removeEventListener("pointermove", move);
    clear();
    moved.classList.remove("plan-moved");
    if (each.type === "pointerup" && place && place.to !== `apres:${moved.dataset.address}`) gesture({ geste: `deplacer ${moved.dataset.address}`, vers: place.to });
  };
  handle.setPointerCapture(event.pointerId);
  moved.classList.add("plan-moved");
  handle.addEventListener("pointermove", move);
  handle.addEventListener("pointerup", end, { once: true });
  handle.addEventListener("pointercancel", end, { once: true });
}

function onKey(event) {
  const row = event.target.closest?.("#plan [data-row]");
  const verbs = { ArrowUp: "monter", ArrowDown: "descendre" };
  if (!row || !event.altKey || !(event.key in verbs)) return;
  event.preventDefault();
  gesture({ geste: `${verbs[event.key]} ${row.dataset.address}` });
}

export function startOutline() {
  document.addEventListener("input", (event) => { if (event.target.matches("[data-plan-search]")) filter(event.target.value); });
  document.addEventListener("pointerdown", drag);
  document.addEventListener("keydown", onKey, { capture: true });
  document.addEventListener("htmx:oobAfterSwap", (event) => giveHandles(event.detail.target.parentElement ?? document));
  giveHandles(document);
}
