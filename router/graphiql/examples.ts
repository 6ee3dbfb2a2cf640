/** Hides the operations that GraphiQL opens with: the README's tour, for the demo's data. */

export type Example = { readonly query: string; readonly variables?: string; readonly headers?: string };

const SIGNED_IN = '{ "Authorization": "Bearer <accessToken>" }';

/** One tab each. */
export const EXAMPLES: readonly Example[] = [
  {
    query: `# What is on around Lisbon?
query NearLisbon {
  events(filter: { near: { coordinates: { latitude: 38.7223, longitude: -9.1393 }, radiusKm: 25 } }, first: 5) {
    edges { node { id title startsAt topics distanceKm place { name address } organizer { displayName } attendeeCount } }
  }
}
`,
  },
  {
    query: `# What are events about?
query Topics {
  topics(first: 10) { name upcomingEventCount }
}
`,
  },
  {
    query: `# Sign in as the demo's visitor, then put the token into the headers of the next tabs: Authorization: Bearer <accessToken>
mutation SignIn {
  signIn(input: { email: "demo@eventpost.example", password: "something-new-to-do" }) {
    session { accessToken accessTokenExpiresAt }
    user { displayName timeZone }
  }
}
`,
  },
  {
    query: `# Be reminded in time. The answer says when the mail will go, and how safe that is.
mutation RemindMe($eventId: ID!) {
  scheduleReminder(input: { eventId: $eventId, before: "P1D" }) {
    notification { status scheduledAt deadline toEmail forecast { estimatedSendAt risk } event { title startsAt } }
  }
}
`,
    variables: '{ "eventId": "<the id of an event>" }',
    headers: SIGNED_IN,
  },
  {
    query: `# What else might I like, and what mail is on its way to me? Three services answer one question.
query ForMe {
  recommendedEvents(first: 3) { edges { reason node { title startsAt viewerHasLiked } } }
  notifications(first: 5) { edges { node { kind status scheduledAt event { title } } } }
  me { displayName interests calendarFeedUrl }
}
`,
    headers: SIGNED_IN,
  },
];
