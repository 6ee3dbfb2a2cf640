/** Hides how requests about one subject take turns, those that wait together being served together. */

export type Turns<Request, Answer> = { readonly take: (subject: string, request: Request) => Promise<Answer> };

/**
 * Serves requests of one subject in their order, at most `max` at a time and never two groups at once; subjects do not wait for
 * each other. `serve` gives one answer for each request; an Error among them rejects that request alone.
 */
export function createTurns<Request, Answer>(
  serve: (subject: string, requests: readonly Request[]) => Promise<readonly (Answer | Error)[]>,
  max: number,
): Turns<Request, Answer> {
  type Waiting = { readonly request: Request; readonly resolve: (answer: Answer) => void; readonly reject: (error: unknown) => void };
  const lines = new Map<string, Waiting[]>();

  const serveLine = async (subject: string, line: Waiting[]): Promise<void> => {
    while (line.length > 0) {
      const group = line.splice(0, max);
      try {
        const answers = await serve(subject, group.map(({ request }) => request));
        for (const [index, { resolve, reject }] of group.entries()) {
          const answer = answers[index];
          if (answer === undefined || answer instanceof Error) reject(answer);
          else resolve(answer);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    lines.delete(subject);
  };

  return {
    take: (subject, request) =>
      new Promise((resolve, reject) => {
        const waiting = { request, resolve, reject };
        const line = lines.get(subject);
        if (line !== undefined) {
          line.push(waiting);
          return;
        }
        const started = [waiting];
        lines.set(subject, started);
        void serveLine(subject, started);
      }),
  };
}
