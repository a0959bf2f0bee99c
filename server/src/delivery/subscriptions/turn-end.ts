/** How a turn of a subscription ended. */
export interface TurnEnd {
  /** There is more at once: it goes to the end of the line. */
  readonly more: boolean;
  /** It was disabled in this turn: why. */
  readonly disabled?: string;
}
