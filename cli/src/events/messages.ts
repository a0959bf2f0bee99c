/** One message of a stream of server-sent events. */
export interface Message {
  readonly event: string;
  readonly id: string;
  readonly data: string;
}

/** The messages of a stream (HTML, section 9.2.6), until it ends. */
export async function* messagesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const bytes of body as AsyncIterable<Uint8Array>) {
    const blocks = (rest + decoder.decode(bytes, { stream: true })).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const message = messageOf(block);
      if (message.event !== '' || message.data !== '') yield message;
    }
  }
}

function messageOf(block: string): Message {
  const fields = block.split(/\r?\n/).map((line) => /^([^:]+):? ?(.*)$/.exec(line));
  const all = (name: string): string[] => fields.flatMap((field) => (field?.[1] === name ? [field[2] ?? ''] : []));
  return { event: all('event').at(-1) ?? '', id: all('id').at(-1) ?? '', data: all('data').join('\n') };
}
