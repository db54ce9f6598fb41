/* A line or an area drawn on a map, point by point. The list of points is the form's; the map only writes it, and can
   be moved with the arrows of the keyboard to place a point at its centre. */
import { draw } from "./leaflet.js";

const DIGITS = 6;

export async function start(field) {
  const part = (name) => field.querySelector(`[data-shape-${name}]`);
  const [area, list, state, undo, clear] = ["map", "points", "state", "undo", "clear"].map(part);
  const words = field.dataset;
  const closed = "closed" in words;
  part("tools").hidden = false;
  area.hidden = false;
  let points = read(list.value);
  const { center, zoom, tiles, attribution, outlines } = words;
  const { L, map } = await draw(area, { source: field, center: center.split(",").map(Number), zoom: Number(zoom), tiles, attribution, outlines });
  const colour = getComputedStyle(area).getPropertyValue("--civic").trim();
  const drawn = (closed ? L.polygon : L.polyline)([], { color: colour, weight: 4, fillOpacity: 0.12, interactive: false }).addTo(map);
  let corners = [];

  function show() {
    drawn.setLatLngs(points);
    for (const corner of corners) corner.remove();
    corners = points.map((point, place) => {
      const title = words.corner.replace("%n", String(place + 1));
      const corner = L.marker(point, { icon: L.divIcon({ className: "shape-corner", iconSize: [24, 24] }), draggable: true, keyboard: false, title, alt: title }).addTo(map);
      corner.on("drag", (event) => { points[place] = pair(event.latlng); drawn.setLatLngs(points); });
      corner.on("dragend", () => write());
      return corner;
    });
    state.textContent = points.length ? words.set.replace("%n", String(points.length)) : words.unset;
    undo.hidden = clear.hidden = !points.length;
  }

  function write() {
    list.value = points.map((point) => point.map((degrees) => degrees.toFixed(DIGITS)).join(", ")).join("\n");
    list.dispatchEvent(new Event("input", { bubbles: true }));
    show();
  }

  const pair = (position) => [position.lat, L.Util.wrapNum(position.lng, [-180, 180], true)];
  const add = (position) => { points.push(pair(position)); write(); };
  map.on("click", (event) => add(event.latlng));
  part("add").addEventListener("click", () => add(map.getCenter()));
  undo.addEventListener("click", () => { points.pop(); write(); });
  clear.addEventListener("click", () => { points = []; write(); });
  list.addEventListener("change", () => { points = read(list.value); show(); });
  show();
  if (points.length) map.fitBounds(drawn.getBounds(), { padding: [24, 24], maxZoom: 17 });
}

function read(text) {
  return text.split("\n").map((line) => (line.match(/-?\d{1,3}(?:[.,]\d+)?/g) ?? []).map((number) => Number(number.replace(",", "."))))
    .filter((point) => point.length === 2 && Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180);
}
