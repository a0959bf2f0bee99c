/** `2026-03-01T12:00:00.000Z` as feeds write it that leave the zone out: `2026-03-01 12:00:00`. */
export const plainTime = (time: number): string => new Date(time).toISOString().slice(0, 19).replace('T', ' ');

/** A line of CSV, every cell in quotes. */
export const quoted = (cells: readonly (string | number)[]): string => cells.map((cell) => `"${cell}"`).join(',');

/** A port as a cell: empty where it was not seen. */
export const cellOf = (port: number): string | number => (port === -1 ? '' : port);

/** Joins lines into the text of a file. */
export const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;
