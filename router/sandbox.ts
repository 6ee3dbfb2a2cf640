/** Hides the page that a browser gets at `/graphql`: Apollo Sandbox. */
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';

/** Sandbox embedded, so that it talks to the server it came from. */
export function landingPage() {
  return ApolloServerPluginLandingPageLocalDefault({ embed: true, footer: false, includeCookies: false });
}
