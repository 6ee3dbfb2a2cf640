/** Hides how an operator is told that a backing service is away. Apart from the clients: who needs the error need not load them. */

/** A backing service that does not answer at start; told to the operator in one sentence. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  constructor(service: string, url: string, cause: unknown) {
    super(`${service} does not answer at ${withoutCredentials(url)}. Is it running, and is the address right?`, { cause });
  }
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
