/** Hides where the API's own scalars come from. */
import { GraphQLScalarType } from 'graphql';
import { DateTimeResolver, DurationResolver, EmailAddressResolver, JSONResolver, TimeZoneResolver } from 'graphql-scalars';
import { isTimeZone } from './time-zone.ts';

/** The library's, which asks the platform about each zone, for those alone that are not known to be one. */
const TimeZone = new GraphQLScalarType({
  ...TimeZoneResolver.toConfig(),
  serialize: (value) => (isKnown(value) ? value : TimeZoneResolver.serialize(value)),
  parseValue: (value) => (isKnown(value) ? value : TimeZoneResolver.parseValue(value)),
});

function isKnown(value: unknown): value is string {
  return typeof value === 'string' && isTimeZone(value);
}

/** Resolvers of `DateTime` (a `Date` inside, RFC 3339 in Z outside), `TimeZone`, `EmailAddress`, `Duration` and `JSON`. */
export const scalarResolvers = {
  DateTime: DateTimeResolver,
  TimeZone,
  EmailAddress: EmailAddressResolver,
  Duration: DurationResolver,
  JSON: JSONResolver,
};
