/* Says in words when a passkey was refused or given up: allauth's script only tells an event. */
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const place = document.querySelector("[data-passkey-refused]");
  if (place) place.textContent = place.dataset.words;
});
