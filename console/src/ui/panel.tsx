import { useId, type ReactNode } from 'react';
import { t } from '../messages/index.ts';
import classes from './panel.module.css';

export interface PanelProps {
  title: string;
  /** One quiet line below the title. */
  hint?: ReactNode;
  /** Buttons or links at the right of the title. */
  actions?: ReactNode;
  children: ReactNode;
  /** The content reaches the edges: tables, maps. */
  flush?: boolean;
}

/** A titled region of a page. */
export function Panel({ title, hint, actions, children, flush = false }: PanelProps) {
  const id = useId();
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <header className={classes.head}>
        <div>
          <h2 id={id} className={classes.title}>
            {title}
          </h2>
          {hint !== undefined && <p className={classes.hint}>{hint}</p>}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      <div className={flush ? classes.flush : classes.body}>{children}</div>
    </section>
  );
}

export interface PageProps {
  title: string;
  /** Beside the title: a verdict, a local time, a choice. */
  aside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
  /** The content fills the height and scrolls by itself: lists. */
  fill?: boolean;
}

/** A page: its only h1, which also titles the window, and its content. */
export function Page({ title, aside, actions, children, fill = false }: PageProps) {
  return (
    <div className={fill ? classes.fill : classes.page}>
      <title>{t.shell.title(title)}</title>
      <header className={classes.pageHead}>
        <h1 className={classes.pageTitle}>{title}</h1>
        {aside}
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
