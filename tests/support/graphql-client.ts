/** Hides HTTP from tests that speak GraphQL. */

export type GraphQLRequest = {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** A bearer token. */
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
};

export type GraphQLAnswer<Data> = {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null;
  readonly errors: readonly { readonly message: string; readonly path?: readonly (string | number)[]; readonly extensions?: Readonly<Record<string, unknown>> }[];
};

/** Sends one operation to a GraphQL address (`…/graphql`) and gives back its whole answer, errors included. */
export async function graphql<Data = Readonly<Record<string, unknown>>>(url: string, { query, variables, token, headers }: GraphQLRequest): Promise<GraphQLAnswer<Data>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const { data = null, errors = [] } = (await response.json()) as Partial<GraphQLAnswer<Data>>;
  return { status: response.status, headers: response.headers, data, errors };
}

/** The data of an operation that must succeed; throws with the errors where it did not. */
export async function graphqlData<Data>(url: string, request: GraphQLRequest): Promise<Data> {
  const { data, errors } = await graphql<Data>(url, request);
  if (errors.length > 0 || data === null) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
  return data;
}
