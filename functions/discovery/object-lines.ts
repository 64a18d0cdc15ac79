import { StringDecoder } from 'node:string_decoder';
import { StoreRefusal } from './store-connector.ts';

/** Characters one line may have; more means that it is no file of lines. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** The lines of a UTF-8 byte stream, without their ends (LF or CRLF), as many at a time as a chunk completes. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new StoreRefusal('record_unreadable');
    if (lines.length > 0) yield lines.map(withoutReturn);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

function withoutReturn(line: string): string {
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}
