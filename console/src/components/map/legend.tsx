import { format, t } from '../../messages/index.ts';
import classes from './europe-map.module.css';
import { shadeBounds } from './shade.ts';

/** What the shades mean, each with its numbers. */
export function Legend() {
  const last = shadeBounds.length - 1;
  return (
    <div className={classes.legend}>
      <span className={classes.legendTitle}>{t.ui.map.legend}</span>
      <ul>
        <li>
          <i data-shade={0} />
          {t.ui.map.none}
        </li>
        {shadeBounds.map((bound, index) => (
          <li key={bound}>
            <i data-shade={index + 1} />
            {index === last
              ? `${format.briefNumber(bound)}+`
              : `${format.briefNumber(bound)}–${format.briefNumber(bound * 10 - 1)}`}
          </li>
        ))}
      </ul>
      <span className={classes.legendPulse}>{t.ui.map.pulse}</span>
    </div>
  );
}
