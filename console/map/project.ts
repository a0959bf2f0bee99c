import { geoArea, geoCentroid, geoConicConformal, geoContains, geoPath } from 'd3-geo';
import type { Feature, MultiPolygon, Polygon } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import { anchors, microStates, nationByName, nationByNumber } from './countries.ts';

type Country = Feature<Polygon | MultiPolygon, { name: string }>;

/** Europe, projected once at build time: the console ships paths, not geometry. */
export interface ProjectedEurope {
  width: number;
  height: number;
  /** Land that is no eligible nation, for orientation. */
  surroundings: string;
  nations: Record<string, { path: string; x: number; y: number; micro: boolean }>;
}

const width = 960;
const height = 840;

/** Conic conformal with the parallels that EPSG:3034 uses for Europe; framed from Iceland to Georgia and Cyprus. */
const projection = geoConicConformal()
  .parallels([35, 65])
  .rotate([-14, 0])
  .fitExtent(
    [
      [16, 8],
      [width - 8, height - 8],
    ],
    {
      type: 'MultiPoint',
      coordinates: [
        [-24.6, 65.6],
        [-9.6, 36.8],
        [46.8, 41.3],
        [34.6, 34.4],
        [44.9, 37],
        [28, 71.3],
        [31.1, 70.4],
      ],
    },
  )
  .clipExtent([
    [0, 0],
    [width, height],
  ]);
const draw = geoPath(projection).digits(1);

function polygons(country: Country): Polygon['coordinates'][] {
  return country.geometry.type === 'Polygon' ? [country.geometry.coordinates] : country.geometry.coordinates;
}

function withPolygons(country: Country, coordinates: Polygon['coordinates'][]): Country {
  return { ...country, geometry: { type: 'MultiPolygon', coordinates } };
}

/**
 * Natural Earth draws who controls Crimea; a European programme draws the border that its members recognise
 * (UN General Assembly resolution 68/262): the peninsula's polygon goes to Ukraine.
 */
function recognisedBorders(countries: Country[]): Country[] {
  const simferopol: [number, number] = [34.1, 45];
  const moved: Polygon['coordinates'][] = [];
  const kept = countries.map((country) => {
    if (country.id !== '643') return country;
    const [inside, outside] = [[], []] as [Polygon['coordinates'][], Polygon['coordinates'][]];
    for (const polygon of polygons(country)) {
      const holds = geoContains({ type: 'Polygon', coordinates: polygon }, simferopol);
      (holds ? inside : outside).push(polygon);
    }
    moved.push(...inside);
    return withPolygons(country, outside);
  });
  return kept.map((country) =>
    country.id === '804' ? withPolygons(country, [...polygons(country), ...moved]) : country,
  );
}

/** The centre of the largest part: the middle of France, not somewhere between it and its islands overseas. */
function centre(country: Country): [number, number] {
  const parts = polygons(country).map((coordinates): Polygon => ({ type: 'Polygon', coordinates }));
  const largest = parts.reduce((best, part) => (geoArea(part) > geoArea(best) ? part : best));
  return geoCentroid(largest);
}

/** Projects world-atlas' countries to SVG paths in a box of `width` by `height`. */
export function projectEurope(atlas: Topology): ProjectedEurope {
  const collection = feature(atlas, atlas.objects['countries'] as GeometryCollection<{ name: string }>);
  const countries = recognisedBorders(collection.features as Country[]);
  const nations: ProjectedEurope['nations'] = {};
  let surroundings = '';
  for (const country of countries) {
    const path = draw(country) ?? '';
    const code = nationByNumber[String(country.id)] ?? nationByName[country.properties.name];
    if (code === undefined) {
      surroundings += path;
      continue;
    }
    const known = nations[code];
    if (known !== undefined && country.id === undefined) {
      known.path += path;
      continue;
    }
    if (country.properties.name in nationByName && code !== 'XK') {
      nations[code] = { path: path + (known?.path ?? ''), x: known?.x ?? 0, y: known?.y ?? 0, micro: false };
      continue;
    }
    const [x, y] = projection([...(microStates[code] ?? anchors[code] ?? centre(country))] as [number, number]) ?? [
      0, 0,
    ];
    nations[code] = {
      path: path + (known?.path ?? ''),
      x: Math.round(x * 10) / 10,
      y: Math.round(y * 10) / 10,
      micro: code in microStates,
    };
  }
  return { width, height, surroundings, nations };
}
