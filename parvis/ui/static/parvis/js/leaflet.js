/* Brings Leaflet (served by us, from django-leaflet's package) only to pages with a map, and draws our base. */
let loading;

export function leaflet(source) {
  loading ??= new Promise((resolve, reject) => {
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: source.dataset.leafletCss }));
    const script = Object.assign(document.createElement("script"), { src: source.dataset.leafletJs });
    script.addEventListener("load", () => resolve(window.L));
    script.addEventListener("error", reject);
    document.head.append(script);
  });
  return loading;
}

export function icon(L, sprite) {
  return L.divIcon({
    className: "point-marker", iconSize: [36, 36], iconAnchor: [18, 33],
    html: `<svg class="icon" aria-hidden="true"><use href="${sprite}#place"/></svg>`,
  });
}

export async function draw(element, data, options = {}) {
  const L = await leaflet(data.source);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(element, { scrollWheelZoom: false, zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, attributionControl: Boolean(data.attribution), ...options });
  map.setView(data.center, data.zoom);
  if (data.tiles) L.tileLayer(data.tiles, { attribution: data.attribution, maxZoom: 19 }).addTo(map);
  if (data.outlines) {
    const shapes = await fetch(data.outlines).then((answer) => answer.json()).catch(() => null);
    const colour = getComputedStyle(element).getPropertyValue("--civic").trim();
    if (shapes) {
      const layer = L.geoJSON(shapes, { style: { color: colour, weight: 1, fillOpacity: 0.06 }, onEachFeature: (feature, shape) => { if (feature.properties?.name) shape.bindTooltip(feature.properties.name); } }).addTo(map);
      if (data.fit && layer.getBounds().isValid()) map.fitBounds(layer.getBounds());
    }
  }
  return { L, map };
}
