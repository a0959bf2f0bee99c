import { useMemo, useState, type KeyboardEvent } from 'react';
import { europe } from './europe.ts';
import { format, t } from '../../messages/index.ts';
import { useGo } from '../../ui/link.tsx';
import classes from './europe-map.module.css';
import { Legend } from './legend.tsx';
import { neighbour, type Place } from './neighbours.ts';
import { Pulses } from './pulses.tsx';
import { shadeBounds, shadeOf } from './shade.ts';

export interface MapNation {
  code: string;
  name: string;
  openEpisodes: number;
  eventsLastDay: number;
  enrolled: boolean;
}

const places: Place[] = Object.entries(europe.nations).map(([code, { x, y }]) => ({ code, x, y }));
const byCode = new Map(places.map((place) => [place.code, place]));

function sentence(nation: MapNation): string {
  const figures = t.ui.map.figures(format.number(nation.openEpisodes), format.number(nation.eventsLastDay));
  return `${nation.name}: ${figures}${nation.enrolled ? '' : `, ${t.ui.map.notEnrolled}`}`;
}

/** The nations of the programme, shaded by open episodes, with rings where events arrive. Arrow keys walk from nation to nation. */
export function EuropeMap({ nations, hrefOf }: { nations: readonly MapNation[]; hrefOf: (code: string) => string }) {
  const go = useGo();
  const [active, setActive] = useState<string>();
  const [stop, setStop] = useState('DE');
  const known = useMemo(() => new Map(nations.map((nation) => [nation.code, nation])), [nations]);
  // Small ones last: their circle lies on top of the neighbour's land.
  const drawn = useMemo(
    () =>
      nations
        .filter(({ code }) => code in europe.nations)
        .sort((a, b) => Number(europe.nations[a.code]?.micro) - Number(europe.nations[b.code]?.micro)),
    [nations],
  );
  const bounds = useMemo(() => shadeBounds(Math.max(0, ...nations.map(({ openEpisodes }) => openEpisodes))), [nations]);
  const walk = (event: KeyboardEvent, code: string) => {
    const from = byCode.get(code);
    const reachable = places.filter((place) => known.has(place.code));
    const to = from && neighbour(reachable, from, event.key);
    if (to === undefined) return;
    event.preventDefault();
    setStop(to.code);
    event.currentTarget.parentElement?.querySelector<SVGAElement>(`[data-code="${to.code}"]`)?.focus();
  };
  const shown = active === undefined ? undefined : known.get(active);
  const at = active === undefined ? undefined : europe.nations[active];
  const first = known.has(stop) ? stop : drawn[0]?.code;
  return (
    <div className={classes.map}>
      <svg
        viewBox={`0 0 ${europe.width} ${europe.height}`}
        role="group"
        aria-label={t.ui.map.label}
        className={classes.svg}
      >
        <path d={europe.surroundings} className={classes.land} />
        {drawn.map((nation) => {
          const shape = europe.nations[nation.code];
          if (shape === undefined) return null;
          const href = hrefOf(nation.code);
          return (
            <a
              key={nation.code}
              href={href}
              data-code={nation.code}
              data-shade={shadeOf(nation.openEpisodes, bounds)}
              data-enrolled={nation.enrolled}
              className={classes.nation}
              aria-label={sentence(nation)}
              tabIndex={nation.code === first ? 0 : -1}
              onKeyDown={(event) => walk(event, nation.code)}
              onMouseEnter={() => setActive(nation.code)}
              onMouseLeave={() => setActive(undefined)}
              onFocus={() => setActive(nation.code)}
              onBlur={() => setActive(undefined)}
              onClick={(event) => {
                if (event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                go(href);
              }}
            >
              <path d={shape.path} />
              {shape.micro && <circle cx={shape.x} cy={shape.y} r={8} />}
            </a>
          );
        })}
        <Pulses />
      </svg>
      {shown !== undefined && at !== undefined && (
        <div
          className={classes.tip}
          style={{ left: `${(at.x / europe.width) * 100}%`, top: `${(at.y / europe.height) * 100}%` }}
          data-low={at.y < europe.height / 4}
          aria-hidden
        >
          <strong>{shown.name}</strong>
          <span>
            {format.number(shown.openEpisodes)} {t.programme.openEpisodes.toLowerCase()}
          </span>
          <span>
            {format.number(shown.eventsLastDay)} {t.programme.eventsLastDay.toLowerCase()}
          </span>
          {!shown.enrolled && <em>{t.ui.map.notEnrolled}</em>}
        </div>
      )}
      <Legend bounds={bounds} />
    </div>
  );
}
