/* A signature drawn with a finger, a pen or a mouse, kept as an SVG path of whole points. The name typed above is
   enough: this only adds the strokes. */
const WIDTH = 600;
const HEIGHT = 200;
const LONGEST = 19000;

export function start(field) {
  const pad = field.querySelector("[data-signature-pad]");
  if (!pad) return;
  const input = field.querySelector("[data-signature-path]");
  const frame = pad.querySelector("svg");
  const path = frame.querySelector("path");
  const state = pad.querySelector("[data-signature-state]");
  const clear = pad.querySelector("[data-signature-clear]");
  let stroke = [];
  pad.hidden = false;

  function show(drawn) {
    path.setAttribute("d", drawn);
    clear.hidden = !drawn;
  }

  function keep(drawn) {
    input.value = drawn;
    show(drawn);
    state.textContent = drawn ? field.dataset.drawn : field.dataset.blank;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }

  const within = (value, most) => Math.max(0, Math.min(most - 1, Math.round(value)));
  const written = () => (stroke.length > 1 ? `M${stroke.map((point) => point.join(" ")).join("L")}` : "");

  function add(event) {
    const box = frame.getBoundingClientRect();
    const point = [within(((event.clientX - box.left) / box.width) * WIDTH, WIDTH), within(((event.clientY - box.top) / box.height) * HEIGHT, HEIGHT)];
    const last = stroke.at(-1);
    if (last && Math.hypot(point[0] - last[0], point[1] - last[1]) < 3) return;
    if (input.value.length + stroke.length * 8 < LONGEST) stroke.push(point);
    show(input.value + written());
  }

  frame.addEventListener("pointerdown", (event) => { event.preventDefault(); frame.setPointerCapture(event.pointerId); stroke = []; add(event); });
  frame.addEventListener("pointermove", (event) => { if (frame.hasPointerCapture(event.pointerId)) add(event); });
  frame.addEventListener("pointerup", () => { if (written()) keep(input.value + written()); stroke = []; });
  frame.addEventListener("pointercancel", () => { stroke = []; show(input.value); });
  clear.addEventListener("click", () => keep(""));
  show(input.value);
}
