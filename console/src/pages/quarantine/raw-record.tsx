import { visible } from '../../ui/code-block.tsx';
import type { Span } from './problem-position.ts';
import classes from './quarantine.module.css';
import type { Piece } from './text-diff.ts';

/** A foreign record as text, with the place of the problem marked. */
export function RawRecord({ text, label, problem }: { text: string; label: string; problem?: Span | undefined }) {
  return (
    <pre className={classes.raw} tabIndex={0} role="region" aria-label={label}>
      {problem === undefined ? (
        visible(text)
      ) : (
        <>
          {visible(text.slice(0, problem.from))}
          <mark className={classes.mark} data-empty={problem.from === problem.to}>
            {problem.from === problem.to ? '⏎' : visible(text.slice(problem.from, problem.to))}
          </mark>
          {visible(text.slice(problem.to))}
        </>
      )}
    </pre>
  );
}

/** Before and after in one text: what was taken out is struck through, what was put in underlined. */
export function DiffView({ pieces, label }: { pieces: readonly Piece[]; label: string }) {
  return (
    <pre className={classes.raw} tabIndex={0} role="region" aria-label={label}>
      {pieces.map(({ kind, text }, index) => {
        if (kind === 'removed') return <del key={index}>{visible(text)}</del>;
        if (kind === 'added') return <ins key={index}>{visible(text)}</ins>;
        return <span key={index}>{visible(text)}</span>;
      })}
    </pre>
  );
}
