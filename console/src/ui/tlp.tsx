import { Tooltip } from '@mantine/core';
import { tlpLevels, type Tlp } from '@tocsin/api';
import { t } from '../messages/index.ts';
import classes from './tlp.module.css';

/** Colours of the words on black: FIRST, TLP 2.0, section "Colour-coding". */
const colours: Record<Tlp, string> = {
  red: '#FF2B2B',
  'amber+strict': '#FFC000',
  amber: '#FFC000',
  green: '#33FF00',
  clear: '#FFFFFF',
};

function isTlp(level: string): level is Tlp {
  return (tlpLevels as readonly string[]).includes(level);
}

/** A TLP label as FIRST draws it. A level that we do not know is shown as the strictest looks: as text, without colour. */
export function TlpChip({ level }: { level: string }) {
  const known = isTlp(level);
  const chip = (
    <span className={classes.chip} style={{ color: known ? colours[level] : '#FFFFFF' }}>
      TLP:{level.toUpperCase()}
    </span>
  );
  return known ? <Tooltip label={t.ui.tlp[level]}>{chip}</Tooltip> : chip;
}
