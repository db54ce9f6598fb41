/* Spreads a date pasted in one of the three inputs: 16/03/1980, 16.03.1980 or 1980-03-16. */
export function start(date) {
  const inputs = [...date.querySelectorAll("input")];
  date.addEventListener("paste", (event) => {
    const parts = event.clipboardData.getData("text").trim().split(/[\s./-]+/);
    if (parts.length !== 3 || parts.some((part) => !/^\d+$/.test(part))) return;
    event.preventDefault();
    if (parts[0].length === 4) parts.reverse();
    inputs.forEach((input, index) => {
      input.value = parts[index];
      input.dispatchEvent(new Event("input", { bubbles: true }));
    });
    inputs[2].focus();
  });
}
