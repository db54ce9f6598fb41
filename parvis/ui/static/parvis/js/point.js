/* A place shown on a map, beside its address in words. The two numbers are the form's; the map only writes them. */
import { draw, icon } from "./leaflet.js";

export async function start(field) {
  const part = (name) => field.querySelector(`[data-point-${name}]`);
  const [lat, lon, state, clear] = ["lat", "lon", "state", "clear"].map(part);
  const words = field.dataset;
  const area = part("map");
  part("tools").hidden = false;
  part("here").hidden = !navigator.geolocation;
  area.hidden = false;
  const read = (input) => Number.parseFloat(input.value.replace(",", "."));
  const known = () => [lat, lon].every((input) => Number.isFinite(read(input)));
  const { center, zoom, tiles, attribution, outlines, sprite } = words;
  const first = known() ? [read(lat), read(lon)] : center.split(",").map(Number);
  const { L, map } = await draw(area, { source: field, center: first, zoom: Number(zoom), tiles, attribution, outlines });
  let marker = null;

  function show() {
    marker?.remove();
    marker = null;
    state.textContent = known() ? words.set : words.unset;
    clear.hidden = !known();
    if (!known()) return;
    marker = L.marker([read(lat), read(lon)], { icon: icon(L, sprite), draggable: true, keyboard: true, title: words.set }).addTo(map);
    marker.on("dragend", () => place(marker.getLatLng()));
  }

  function place(position) {
    lat.value = position ? position.lat.toFixed(6) : "";
    lon.value = position ? position.lng.toFixed(6) : "";
    lat.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  map.on("click", (event) => place(event.latlng));
  clear.addEventListener("click", () => place(null));
  for (const input of [lat, lon]) input.addEventListener("change", show);
  part("here").addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords }) => { place(L.latLng(coords.latitude, coords.longitude)); map.setView([coords.latitude, coords.longitude], 17); },
    () => { state.textContent = words.denied; },
    { enableHighAccuracy: true, timeout: 10000 },
  ));
  show();
}
