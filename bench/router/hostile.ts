/** Hides the hostile requests that are measured; each is another one every time, so that nothing remembered helps. */
import { standInId } from '#tests/support/stand-ins.ts';

const times = (count: number, make: (n: number) => string) => Array.from({ length: count }, (_, n) => make(n)).join(' ');
const query = (text: string, variables?: unknown) => (n: number) => JSON.stringify({ query: `${text} # ${n}`, variables });
const id = standInId('e', 1);

/** Bodies by name. */
export const HOSTILE: Readonly<Record<string, (n: number) => string>> = {
  '1,000 levels deep': query(`{ event(id: "${id}") { ${'organizer { organizedEvents { edges { node { '.repeat(250)} id ${'} } } } '.repeat(250)} } }`),
  '17 levels deep': query(`{ user(id: "${id}") { ${'organizedEvents { edges { node { organizer { '.repeat(4)} id ${'} } } } '.repeat(4)} } }`),
  '5,000 fields': query(`{ event(id: "${id}") { ${'title '.repeat(5_000)} } }`),
  '1,900 fields': query(`{ event(id: "${id}") { ${'title '.repeat(1_900)} } }`),
  '20 times the same field, 25 times': query(`{ ${times(25, (n) => `a${n}: event(id: "${id}") { ${'title '.repeat(20)} }`)} }`),
  '10,000 aliases': query(`{ ${times(10_000, (n) => `a${n}: topics { name }`)} }`),
  '100 aliases': query(`{ ${times(100, (n) => `a${n}: topics { name }`)} }`),
  '300 directives': query(`{ topics { name ${'@include(if: true) '.repeat(300)} } }`),
  'a cycle of fragments': query('{ ...a } fragment a on Query { ...b } fragment b on Query { ...a topics { name } }'),
  '100 fragments in a cycle': query(`{ ...f0 } ${times(100, (n) => `fragment f${n} on Query { ...f${(n + 1) % 100} topics { name } }`)}`),
  'fragments that double 60 times': query(`{ ...f0 } ${times(60, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f60 on Query { topics { name } }`),
  'pages of pages of pages': query('{ events(first: 100) { edges { node { organizer { organizedEvents(first: 100) { edges { node { organizer { organizedEvents(first: 100) { totalCount } } } } } } } } } }'),
  'a page of a million': query('query ($n: Int!) { events(first: $n) { edges { node { id } } } }', { n: 1_000_000 }),
  'an integer beyond all bounds': query(`{ events(first: ${'9'.repeat(10_000)}) { totalCount } }`),
  'unknown fields': query(`{ ${times(300, (n) => `nonsense${n}`)} }`),
  'nearly known fields': query(`{ event(id: "${id}") { ${times(300, (n) => `titl${n}`)} } }`),
  'unknown arguments': query(`{ ${times(50, (n) => `a${n}: topics(frist: 1, lirst: 2) { name }`)} }`),
  'a filter 400 levels deep': query(`{ events(filter: ${'{ near: '.repeat(400)} 1 ${'}'.repeat(400)}) { totalCount } }`),
  'a list of 1,500 values': query(`{ events(filter: { anyTopic: [${'1 '.repeat(1_500)}] }) { totalCount } }`),
  '100 KB of comment': query(`{ topics { name } } #${'x'.repeat(100_000)}`),
  '100 KB of text in an unknown field': query(`{ nonsense(text: "${'x'.repeat(100_000)}") }`),
  'JSON 50,000 levels deep': (n) => `{"query":"{ topics { name } } #${n}","variables":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
  '20,000 variables': (n) => JSON.stringify({ query: `query ($id: ID!) { event(id: $id) { nonsense } } # ${n}`, variables: Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`v${index}`, index])) }),
  '500 variables declared': query(`query (${times(400, (n) => `$v${n}: Int`)}) { topics { name } }`),
  'introspection in introspection': query('{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }'),
  'the schema 50 times': query(`{ ${times(50, (n) => `s${n}: __schema { types { name fields { name args { name } type { name } } } }`)} }`),
  'broken syntax': query(`{ ${'a { '.repeat(900)}`),
  '100 KB of garbage': (n) => `${n}${'\u0000'.repeat(100_000)}`,
  'a batch of 1,000': (n) => JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: `{ topics { name } } # ${n}` }))),
};
