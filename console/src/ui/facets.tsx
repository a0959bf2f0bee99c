import { Button, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { format, t } from '../messages/index.ts';
import classes from './facets.module.css';
import { useUrl } from './url-state.ts';

export interface FacetValue {
  value: string;
  label: string;
  count: number;
}

export interface Facet {
  /** The name in the URL and of the API's filter. */
  name: string;
  label: string;
  values: readonly FacetValue[];
}

const few = 6;

function FacetGroup({
  facet,
  chosen,
  onToggle,
}: {
  facet: Facet;
  chosen: readonly string[];
  onToggle: (value: string) => void;
}) {
  const [all, setAll] = useState(false);
  const [search, setSearch] = useState('');
  // What is chosen stays in reach even where it no longer counts.
  const gone = chosen
    .filter((value) => !facet.values.some((known) => known.value === value))
    .map((value) => ({ value, label: value, count: 0 }));
  const values = [...gone, ...facet.values];
  const found =
    search === '' ? values : values.filter(({ label }) => label.toLowerCase().includes(search.toLowerCase()));
  const shown = all ? found : found.slice(0, Math.max(few, gone.length));
  const most = Math.max(1, ...values.map(({ count }) => count));
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{facet.label}</legend>
      {all && values.length > 12 && (
        <TextInput
          size="xs"
          mb={4}
          aria-label={t.ui.facets.search}
          placeholder={t.ui.facets.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      <div className={classes.values}>
        {shown.map(({ value, label, count }) => (
          <label key={value} className={classes.value}>
            <span className={classes.bar} style={{ width: `${(count / most) * 100}%` }} aria-hidden />
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => onToggle(value)} />
            <span className={classes.label} title={label}>
              {label}
            </span>
            <span className={classes.count}>{format.number(count)}</span>
          </label>
        ))}
        {values.length === 0 && <span className={classes.none}>{t.ui.facets.none}</span>}
      </div>
      {found.length > few && (
        <button type="button" className={classes.more} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? t.ui.facets.fewer : t.ui.facets.more(format.number(found.length - shown.length))}
        </button>
      )}
    </fieldset>
  );
}

/** Filters with their counts. What is chosen lives in the URL under the facet's name. */
export function Facets({ facets }: { facets: readonly Facet[] }) {
  const url = useUrl();
  return (
    <div className={classes.facets} role="group" aria-label={t.ui.facets.title}>
      {facets.map((facet) => (
        <FacetGroup
          key={facet.name}
          facet={facet}
          chosen={url.all(facet.name)}
          onToggle={(value) => url.toggle(facet.name, value)}
        />
      ))}
    </div>
  );
}

export interface FilterChipsProps {
  /** Names in the URL that filter, with what to call them and their values. */
  filters: readonly { name: string; label: string; valueLabel?: (value: string) => string }[];
}

/** The filters in force, each with a way to take it back. Nothing where none is. */
export function FilterChips({ filters }: FilterChipsProps) {
  const url = useUrl();
  const active = filters.flatMap((filter) => url.all(filter.name).map((value) => ({ ...filter, value })));
  if (active.length === 0) return null;
  return (
    <div className={classes.chips} role="group" aria-label={t.ui.facets.active}>
      {active.map(({ name, label, value, valueLabel }) => {
        const text = valueLabel?.(value) ?? value;
        return (
          <button
            key={`${name}=${value}`}
            type="button"
            className={classes.chip}
            onClick={() => url.toggle(name, value)}
          >
            <span className="hidden-text">{t.ui.facets.remove} </span>
            <span className={classes.chipName}>{label}</span>
            {text}
            <IconX size={12} aria-hidden />
          </button>
        );
      })}
      <Button
        variant="subtle"
        size="compact-xs"
        color="gray"
        onClick={() => url.set(Object.fromEntries(filters.map(({ name }) => [name, undefined])), true)}
      >
        {t.ui.facets.clear}
      </Button>
    </div>
  );
}
