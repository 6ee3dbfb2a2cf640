/** Hides an SMTP server that keeps what it takes, and misbehaves as it is told. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** What the sink does with one mail: `drop` keeps it and closes the connection without a word; a number is the code of its refusal. */
export type SinkAnswer = 'take' | 'drop' | 'hang' | { readonly code: number } | { readonly afterMs: number };

export type SunkMail = { readonly messageId: string; readonly to: string; readonly at: number; readonly source: string };

export type SmtpSink = {
  readonly url: string;
  readonly port: number;
  readonly mails: SunkMail[];
  /** Decides what becomes of the next mails, by how many came before. */
  answer: (count: number) => SinkAnswer;
  [Symbol.asyncDispose](): Promise<void>;
};

/** Listens on 127.0.0.1; meant for `await using`. `keepSource` false saves memory where many mails come. */
export async function smtpSink({ port = 0, keepSource = true } = {}): Promise<SmtpSink> {
  let count = 0;
  const sink: { mails: SunkMail[]; answer: (count: number) => SinkAnswer } = { mails: [], answer: () => 'take' };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, session, callback) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const source = Buffer.concat(chunks).toString('utf8');
        const answer = sink.answer(count);
        count += 1;
        const keep = () => {
          const messageId = /^message-id:\s*(\S+)/im.exec(source)?.[1] ?? '';
          const to = session.envelope.rcptTo.map(({ address }) => address).join(',');
          sink.mails.push({ messageId, to, at: Date.now(), source: keepSource ? source : '' });
          callback(null);
        };
        if (answer === 'take') keep();
        else if (answer === 'hang') return;
        else if (answer === 'drop') {
          sink.mails.push({ messageId: /^message-id:\s*(\S+)/im.exec(source)?.[1] ?? '', to: '', at: Date.now(), source: '' });
          closeConnection(server, session.id);
        } else if ('code' in answer) callback(Object.assign(new Error('told to refuse'), { responseCode: answer.code }));
        else setTimeout(keep, answer.afterMs);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const address = server.server.address() as AddressInfo;
  return Object.assign(sink, {
    url: `smtp://127.0.0.1:${address.port}`,
    port: address.port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(resolve)),
  });
}

/** The server keeps its connections to itself; this is the one thing it does not offer. */
function closeConnection(server: SMTPServer, sessionId: string): void {
  const connections: unknown = Reflect.get(server, 'connections');
  if (!(connections instanceof Set)) return;
  for (const connection of connections) {
    if (Reflect.get(connection, 'id') === sessionId) Reflect.get(connection, '_socket').destroy();
  }
}
