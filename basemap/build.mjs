// Writes the borders of world-atlas, with the changes of borders.json, as polygons of longitude and latitude.
// node build.mjs TO: each row of borders.json takes the polygon of country `from` that holds a point over to country `into`
// (ISO 3166-1 numeric codes), and dissolves the border between the two.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { feature, merge } from "topojson-client";

const DIGITS = 2; // a hundredth of a degree is about 1 km: finer than borders at 1:50 million are
const here = (name) => new URL(name, import.meta.url);
const atlas = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
const topology = JSON.parse(readFileSync(atlas, "utf8"));
const countries = topology.objects.countries.geometries;
const country = (id) => countries.find((each) => each.id === id) ?? fail(`world-atlas has no country ${id}`);
const polygons = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs);

function fail(words) {
  throw new Error(`basemap/borders.json: ${words}`);
}

function inside([x, y], ring) {
  let odd = false;
  for (let at = 0, last = ring.length - 1; at < ring.length; last = at++) {
    const [x1, y1] = ring[at], [x2, y2] = ring[last];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) odd = !odd;
  }
  return odd;
}

for (const { from, into, holds } of JSON.parse(readFileSync(here("borders.json"), "utf8"))) {
  const giver = country(from), taker = country(into);
  const rings = (arcs) => feature(topology, { type: "Polygon", arcs }).geometry.coordinates;
  const moved = polygons(giver).filter((arcs) => inside(holds, rings(arcs)[0]));
  if (moved.length !== 1) fail(`${moved.length} polygons of ${from} hold ${holds}`);
  giver.arcs = polygons(giver).filter((arcs) => arcs !== moved[0]);
  giver.type = "MultiPolygon";
  taker.whole = merge(topology, [taker, { type: "Polygon", arcs: moved[0] }]).coordinates;
}

const rounded = (ring) => {
  const points = ring.map((point) => point.map((value) => Number(value.toFixed(DIGITS))));
  return points.filter(([x, y], at) => at === 0 || x !== points[at - 1][0] || y !== points[at - 1][1]);
};
const drawn = countries.map((each) => {
  const geometry = feature(topology, each).geometry;
  const parts = each.whole ?? (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
  const rings = parts.map((part) => part.map(rounded).filter((ring) => ring.length > 3)).filter((part) => part.length);
  return { name: each.properties.name, polygons: rings };
});
drawn.sort((left, right) => (left.name < right.name ? -1 : 1));
writeFileSync(process.argv[2], JSON.stringify(drawn) + "\n");
