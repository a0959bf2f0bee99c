import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import { AppError } from '../errors.ts';

/** How a body must arrive. */
export interface BodyPace {
  /** Milliseconds until an ordinary body is complete; undefined for uploads, which may take as long as they keep the pace. */
  readonly deadlineMs?: number | undefined;
  /** Slowest pace of an upload in bytes per second; 0: any. */
  readonly minBytesPerS: number;
  /** The pace is taken over this many milliseconds in which nothing was left unread by us. */
  readonly windowMs: number;
}

const samples = 10;

/**
 * The body of a request as a stream that ends with an AppError when it arrives too slowly (`slow_sender`), too late
 * (`request_timeout`) or not to its end (`truncated_body`). The connection stays open, so that the error can still be
 * answered; `closeAfterAnswer` then gets rid of it.
 */
export function guardedBody(request: IncomingMessage, pace: BodyPace): Readable {
  const body = new PassThrough();
  // A handler may have refused without ever reading: an error that nobody listens to would end the process.
  body.on('error', () => undefined);
  const timers: NodeJS.Timeout[] = [];
  const release = (): void => timers.forEach(clearTimeout);
  const fail = (error: AppError): void => {
    release();
    request.unpipe(body);
    // What still comes is thrown away while the answer is sent.
    request.resume();
    body.destroy(error);
  };
  request.on('error', (cause) => fail(new AppError('truncated_body', {}, { cause })));
  request.on('close', () => (request.complete ? release() : fail(new AppError('truncated_body'))));
  request.on('end', release);
  body.on('close', () => {
    release();
    request.unpipe(body);
    request.resume();
  });
  if (pace.deadlineMs !== undefined)
    timers.push(setTimeout(() => fail(new AppError('request_timeout')), pace.deadlineMs));
  if (pace.minBytesPerS > 0) timers.push(watchPace(request, body, pace, () => fail(new AppError('slow_sender'))));
  return request.pipe(body);
}

/** Calls `tooSlow` once a whole window has passed in which we had read everything and still got too little. */
function watchPace(
  request: IncomingMessage,
  body: PassThrough,
  { minBytesPerS, windowMs }: BodyPace,
  tooSlow: () => void,
): NodeJS.Timeout {
  const { socket } = request;
  let start = socket.bytesRead;
  let quiet = 0;
  return setInterval(() => {
    // Bytes that wait for us are our slowness (backpressure), not the sender's: count anew.
    const waiting = request.readableLength > 0 || body.readableLength > 0;
    quiet = waiting ? 0 : quiet + 1;
    if (waiting) start = socket.bytesRead;
    if (quiet < samples) return;
    if (socket.bytesRead - start < (minBytesPerS * windowMs) / 1000) tooSlow();
    quiet = 0;
    start = socket.bytesRead;
  }, windowMs / samples);
}

/**
 * After an answer that went out before its request was complete: gives the sender `graceMs` to read it while the rest
 * of the body is thrown away, then ends the connection. Closing at once would reset it, and the sender would see no answer.
 */
export function closeAfterAnswer(request: IncomingMessage, graceMs: number): void {
  if (request.complete || request.destroyed) return;
  const timer = setTimeout(() => request.socket.destroy(), graceMs);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  // A handler that stopped reading without a word left the pipe in place, which would hold the rest back.
  request.unpipe();
  request.resume();
}
