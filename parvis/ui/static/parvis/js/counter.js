/* Tells how many characters remain, without ever stopping the hand. */
export function start(counter) {
  const area = document.getElementById(counter.dataset.counter);
  const most = Number(area?.dataset.maxLength);
  if (!area || !most) return;
  const tell = () => {
    const left = most - area.value.length;
    counter.textContent = (left < 0 ? counter.dataset.over : counter.dataset.left).replace("%n", String(Math.abs(left)));
  };
  area.addEventListener("input", tell);
  tell();
}
