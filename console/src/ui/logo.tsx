import classes from './logo.module.css';

/** The bell: our own mark. Decorative beside the word, so that it has no text of its own. */
export function Mark({ size = 28 }: { size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect className={classes.field} width="32" height="32" rx="8" />
      <path
        className={classes.bell}
        d="M16 5.5a1.7 1.7 0 0 1 1.7 1.7v.7c3.5.8 5.6 3.6 5.6 7.4 0 4 .9 5.7 2.5 7.2a.8.8 0 0 1-.5 1.4H6.7a.8.8 0 0 1-.5-1.4c1.6-1.5 2.5-3.2 2.5-7.2 0-3.8 2.1-6.6 5.6-7.4v-.7A1.7 1.7 0 0 1 16 5.5Z"
      />
      <path className={classes.clapper} d="M13 25.4h6a3 3 0 0 1-6 0Z" />
    </svg>
  );
}

/** Mark and name. */
export function Logotype({ size = 28 }: { size?: number }) {
  return (
    <span className={classes.logotype}>
      <Mark size={size} />
      <span className={classes.word} style={{ fontSize: size * 0.66 }}>
        tocsin
      </span>
    </span>
  );
}
