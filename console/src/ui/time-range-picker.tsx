import { Button, Popover, SegmentedControl, TextInput } from '@mantine/core';
import { IconCalendarTime } from '@tabler/icons-react';
import { useState, type SyntheticEvent } from 'react';
import { useNow } from '../clock.ts';
import { format, t } from '../messages/index.ts';
import classes from './time-range-picker.module.css';
import { presets, readTimeRange, type Preset } from './time-range.ts';
import { useUrl } from './url-state.ts';

/** "2026-11-23T03:04" in UTC, as datetime-local fields have it. */
const field = (at: Date) => at.toISOString().slice(0, 16);

function Custom({ from, to, onApply }: { from: Date; to: Date; onApply: (from: string, to: string) => void }) {
  const [start, setStart] = useState(field(from));
  const [end, setEnd] = useState(field(to));
  const valid = start < end;
  const apply = (event: SyntheticEvent) => {
    event.preventDefault();
    if (valid) onApply(`${start}:00Z`, `${end}:00Z`);
  };
  return (
    <form className={classes.form} onSubmit={apply}>
      <TextInput
        type="datetime-local"
        label={t.ui.range.from}
        value={start}
        onChange={(event) => setStart(event.currentTarget.value)}
        data-autofocus
      />
      <TextInput
        type="datetime-local"
        label={t.ui.range.to}
        value={end}
        error={valid ? undefined : t.ui.range.order}
        onChange={(event) => setEnd(event.currentTarget.value)}
      />
      <Button type="submit" disabled={!valid}>
        {t.ui.range.apply}
      </Button>
    </form>
  );
}

/** Chooses the time range of a screen; it lives in the URL. */
export function TimeRangePicker({ fallback = 'day' }: { fallback?: Preset }) {
  const url = useUrl();
  const current = useNow(60_000);
  const [open, setOpen] = useState(false);
  const range = readTimeRange(url, current, fallback);
  const from = new Date(range.from);
  const to = range.to === undefined ? current : new Date(range.to);
  return (
    <div className={classes.picker}>
      <SegmentedControl
        size="xs"
        aria-label={t.ui.range.label}
        value={range.preset}
        onChange={(preset) =>
          url.set({ range: preset === fallback ? undefined : preset, from: undefined, to: undefined }, true)
        }
        data={(Object.keys(presets) as Preset[]).map((preset) => ({ value: preset, label: t.ui.range[preset] }))}
      />
      <Popover opened={open} onChange={setOpen} position="bottom-end" shadow="md" trapFocus>
        <Popover.Target>
          <Button
            variant={range.preset === 'custom' ? 'light' : 'subtle'}
            color={range.preset === 'custom' ? 'tide' : 'gray'}
            leftSection={<IconCalendarTime size={16} />}
            onClick={() => setOpen(!open)}
          >
            {range.preset === 'custom'
              ? t.ui.range.between(format.utcShort(from, current), format.utcShort(to, current))
              : t.ui.range.custom}
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Custom
            from={from}
            to={to}
            onApply={(start, end) => {
              url.set({ range: undefined, from: start, to: end }, true);
              setOpen(false);
            }}
          />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
