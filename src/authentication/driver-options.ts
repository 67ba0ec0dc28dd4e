/** What the driver takes, complete, under its own names. */
export interface DriverOptions {
  /** The options of `createConnection`. The driver writes into them, so each attempt gets a copy. */
  readonly connection: Readonly<Record<string, unknown>>;
  /** Options the driver only knows for the whole process; applied just before connecting. */
  readonly process: Readonly<Record<string, unknown>>;
  /** Where it goes, for messages. */
  readonly host: string;
  /** How long a result may send neither row nor byte, in milliseconds. */
  readonly stallMs: number;
  /** Who fetches the rows of large results. */
  readonly resultReader: 'direct' | 'driver' | 'auto';
}
