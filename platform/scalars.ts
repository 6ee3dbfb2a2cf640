/** Hides where the API's own scalars come from. */
import { DateTimeResolver, DurationResolver, EmailAddressResolver, JSONResolver, TimeZoneResolver } from 'graphql-scalars';

/** Resolvers of `DateTime` (a `Date` inside, RFC 3339 in Z outside), `TimeZone`, `EmailAddress`, `Duration` and `JSON`. */
export const scalarResolvers = {
  DateTime: DateTimeResolver,
  TimeZone: TimeZoneResolver,
  EmailAddress: EmailAddressResolver,
  Duration: DurationResolver,
  JSON: JSONResolver,
};
