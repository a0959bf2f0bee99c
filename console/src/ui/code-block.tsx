import classes from './code-block.module.css';

/** Characters that a reader cannot see or that could fool the eye (controls, bidi overrides), made visible as <U+202E>. */
export function visible(text: string): string {
  return text.replaceAll(
    /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g,
    (character) => `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`,
  );
}

/** Foreign text as it came: never markup, never a link; what cannot be seen is made visible. */
export function CodeBlock({ text, label, wrap = true }: { text: string; label: string; wrap?: boolean }) {
  return (
    <pre className={classes.block} data-wrap={wrap} tabIndex={0} role="region" aria-label={label}>
      {visible(text)}
    </pre>
  );
}
