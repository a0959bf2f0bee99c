import { AppError } from '../src/kernel/errors.ts';
import { serveWorker } from '../src/kernel/worker-serve.ts';

/** What the tests of the worker pool ask of its threads. */
export type EchoRequest =
  | { readonly do: 'double'; readonly numbers: Float64Array<ArrayBuffer> }
  | { readonly do: 'refuse' }
  | { readonly do: 'throw' }
  | { readonly do: 'crash' }
  | { readonly do: 'hold'; readonly until: SharedArrayBuffer }
  | { readonly do: 'remember'; readonly word: string }
  | { readonly do: 'recall' };

export type EchoResult = Float64Array<ArrayBuffer> | string;

let word = '';

serveWorker<EchoRequest, EchoResult>((request) => {
  switch (request.do) {
    case 'double': {
      const result = request.numbers.map((number) => number * 2);
      return { result, transfer: [result.buffer] };
    }
    case 'refuse':
      throw new AppError('record_too_long', { detail: 'line 3', line: 3 });
    case 'throw':
      throw new RangeError('out of range');
    case 'crash':
      process.exit(3);
    // falls through: process.exit never returns
    case 'hold':
      Atomics.wait(new Int32Array(request.until), 0, 0);
      return { result: 'released', transfer: [] };
    case 'remember':
      word = request.word;
      return { result: word, transfer: [] };
    case 'recall':
      return { result: word, transfer: [] };
  }
});
