import { useRef, useState } from 'react';
import { europe } from './europe.ts';
import { useLiveEvents } from '../../live.ts';
import classes from './europe-map.module.css';

interface Pulse {
  id: number;
  x: number;
  y: number;
  radius: number;
}

/** A ring at each nation where events arrive; the more of them at once, the wider. */
export function Pulses() {
  const [pulses, setPulses] = useState<readonly Pulse[]>([]);
  const next = useRef(0);
  useLiveEvents((events) => {
    const counts = new Map<string, number>();
    for (const { country } of events) if (country !== null) counts.set(country, (counts.get(country) ?? 0) + 1);
    const fresh: Pulse[] = [];
    for (const [code, count] of counts) {
      const at = europe.nations[code];
      if (at !== undefined)
        fresh.push({ id: (next.current += 1), x: at.x, y: at.y, radius: 12 + 6 * Math.log2(count) });
    }
    // A hidden window fires no animation end: what is old goes by number.
    setPulses((current) => [...current, ...fresh].slice(-200));
  });
  return (
    <g aria-hidden className={classes.pulses}>
      {pulses.map(({ id, x, y, radius }) => (
        <circle
          key={id}
          cx={x}
          cy={y}
          r={radius}
          onAnimationEnd={() => setPulses((current) => current.filter((pulse) => pulse.id !== id))}
        />
      ))}
    </g>
  );
}
