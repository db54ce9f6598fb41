/* A map to look at: <div data-map data-center="lat,lon" data-zoom="12" data-points='[{"lat","lon","label","href"}]'>. */
import { draw, icon } from "./leaflet.js";

export async function start(element) {
  const { center, zoom, tiles, attribution, outlines, points, sprite } = element.dataset;
  element.hidden = false;
  const data = { source: element, center: center.split(",").map(Number), zoom: Number(zoom ?? 12), tiles, attribution, outlines };
  const { L, map } = await draw(element, data);
  for (const point of JSON.parse(points || "[]")) {
    const marker = L.marker([point.lat, point.lon], { icon: icon(L, sprite), title: point.label ?? "", keyboard: Boolean(point.href) }).addTo(map);
    if (point.href) marker.on("click", () => { location.href = point.href; });
  }
}
