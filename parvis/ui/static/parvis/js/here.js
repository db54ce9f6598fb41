/* A button that gives one's position to a form, then sends it: <form data-here hidden>. The position goes in the body of
   the request, never in an address. Without JavaScript the form stays hidden and one writes a name. */
export function start(form) {
  if (!navigator.geolocation) return;
  const state = form.querySelector("[data-here-state]");
  form.hidden = false;
  form.querySelector("[data-here-button]").addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(5);
      form.elements.lon.value = coords.longitude.toFixed(5);
      form.submit();
    },
    () => { state.textContent = state.dataset.denied; },
    { timeout: 10000 },
  ));
}
