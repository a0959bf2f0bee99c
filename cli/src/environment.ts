/** The variables that the command line reads: `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;
