/** Hides how the JSON log lines of many processes become one readable stream. */

const hiddenFields = new Set(['level', 'time', 'msg', 'name', 'pid', 'hostname']);
const nameWidth = 13;

/** One line of a process as a person reads it: `10:21:03 users         INFO  signed in requestId=…`. What is not JSON is kept as it is. */
export function formatLogLine(name: string, line: string): string {
  const record = parseRecord(line);
  if (!record) return `${' '.repeat(9)}${name.padEnd(nameWidth)} ${line}`;
  const { time, level, msg } = record;
  const clock = typeof time === 'string' ? time.slice(11, 19) : ' '.repeat(8);
  const fields = Object.entries(record).filter(([field]) => !hiddenFields.has(field));
  const rest = fields.map(([field, value]) => ` ${field}=${formatValue(value)}`).join('');
  return `${clock} ${name.padEnd(nameWidth)} ${String(level ?? '').toUpperCase().padEnd(5)} ${String(msg ?? '')}${rest}`;
}

function parseRecord(line: string): Readonly<Record<string, unknown>> | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
}

function formatValue(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'stack' in value) return `\n${String(value.stack)}`;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The message of a log line: of JSON its text and what went wrong, else the line itself. */
export function messageOf(line: string): string {
  const record = parseRecord(line);
  if (!record) return line;
  const { msg, err } = record;
  const cause = typeof err === 'object' && err !== null && 'message' in err ? `: ${String(err.message)}` : '';
  return `${String(msg ?? line)}${cause}`;
}
