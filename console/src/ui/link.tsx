import { useRouter, type RouterHistory } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent } from 'react';
import classes from './link.module.css';

export interface LinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** From paths.ts. */
  href: string;
  /** quiet: the colour of the text around it, underlined on hover. */
  tone?: 'plain' | 'quiet' | 'bare';
}

/** Goes to a URL within the console without a reload. */
export function useGo(): (href: string, options?: { replace?: boolean }) => void {
  const { history } = useRouter() as { history: RouterHistory };
  return (href, options) => {
    if (options?.replace === true) history.replace(href);
    else history.push(href);
  };
}

/** A link within the console. It is a real anchor: opens in a new tab, can be copied. */
export function Link({ href, tone = 'plain', className, onClick, ...rest }: LinkProps) {
  const go = useGo();
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
    if (event.defaultPrevented || modified) return;
    event.preventDefault();
    go(href);
  };
  return <a {...rest} href={href} onClick={follow} className={[classes[tone], className].filter(Boolean).join(' ')} />;
}
