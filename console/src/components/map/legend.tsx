import { format, t } from '../../messages/index.ts';
import classes from './europe-map.module.css';

function range(bounds: readonly number[], index: number): string {
  const from = bounds[index] ?? 0;
  const next = bounds[index + 1];
  if (next === undefined) return `${format.number(from)}+`;
  return next - 1 === from ? format.number(from) : `${format.number(from)}–${format.number(next - 1)}`;
}

/** What the shades mean, each with its numbers. */
export function Legend({ bounds }: { bounds: readonly number[] }) {
  return (
    <div className={classes.legend}>
      <span className={classes.legendTitle}>{t.ui.map.legend}</span>
      <ul>
        <li>
          <i data-shade={0} />
          {t.ui.map.none}
        </li>
        {bounds.map((bound, index) => (
          <li key={bound}>
            <i data-shade={index + 1} />
            {range(bounds, index)}
          </li>
        ))}
      </ul>
      <span className={classes.legendPulse}>{t.ui.map.pulse}</span>
    </div>
  );
}
