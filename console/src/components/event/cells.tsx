import { Tooltip } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { format, t } from '../../messages/index.ts';
import classes from './event.module.css';

/** A source port, or the warning that it is missing where customers share the address. */
export function PortCell({ port, missing }: { port: number | null; missing: boolean }) {
  if (port !== null) return <span className={classes.address}>{port}</span>;
  if (!missing) return <span className={classes.soft}>–</span>;
  return (
    <Tooltip label={t.events.portMissingMeaning}>
      <span className={classes.missing}>
        <IconAlertTriangle size={14} aria-hidden />
        {t.events.portMissing}
      </span>
    </Tooltip>
  );
}

/** "AS64500 Example Net". */
export function NetworkCell({ asn, name }: { asn: number | null; name: string | null }) {
  if (asn === null) return <span className={classes.soft}>–</span>;
  return (
    <span className={classes.network} title={name ?? undefined}>
      <span className={classes.asn}>{t.words.asNumber(asn)}</span>
      {name}
    </span>
  );
}

/** A country by name, with its code on hover. */
export function CountryCell({ code }: { code: string | null }) {
  return code === null ? <span className={classes.soft}>–</span> : <span title={code}>{format.country(code)}</span>;
}
