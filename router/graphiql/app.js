/** Opens GraphiQL on this server's API with the examples as tabs. Plain JavaScript for the browser, beside the packages' own scripts. */
const { GraphiQL, React, ReactDOM, eventPostExamples } = globalThis;
const fetcher = GraphiQL.createFetcher({ url: '/graphql' });
const graphiql = React.createElement(GraphiQL, { fetcher, defaultTabs: eventPostExamples, isHeadersEditorEnabled: true, defaultEditorToolsVisibility: true, shouldPersistHeaders: false });
ReactDOM.createRoot(document.querySelector('#graphiql')).render(graphiql);
