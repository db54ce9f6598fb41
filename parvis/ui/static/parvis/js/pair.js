/* Two lists: the second only shows the group of what the first holds. Without this module it shows every group. */
export function start(pair) {
  const [first, second] = pair.querySelectorAll("select");
  const groups = [...second.querySelectorAll("optgroup")];
  const field = second.closest("[data-field]");

  function narrow() {
    const chosen = first.value;
    const kept = second.value;
    for (const group of groups) group.remove();
    const own = groups.filter((group) => group.dataset.group === chosen);
    second.append(...own);
    second.value = own.some((group) => [...group.children].some((option) => option.value === kept)) ? kept : "";
    field.hidden = !own.length;
  }

  first.addEventListener("change", narrow);
  if (!first.value && second.value) first.value = second.value.split("/")[0];
  narrow();
}
