/** Hides whose network address a request came from, and which addresses are one client. */
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import proxyAddr from '@fastify/proxy-addr';

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Whether a hop may name the one before it: the first so many do. */
export function trustsFirst(proxies: number): (address: string, hop: number) => boolean {
  return (_address, hop) => hop < proxies;
}

/** Reads the client's address, as Fastify's `request.ip` has it. */
export function clientAddressReader(trustedProxies: number): (request: IncomingMessage) => string {
  const trusts = trustsFirst(trustedProxies);
  return (request) => proxyAddr(request, trusts);
}

/**
 * One key for all addresses of a client: an IPv4 address, also one that came mapped into IPv6 (RFC 4291, 2.5.5.2), is a client of its
 * own; of IPv6 one household or provider hands out a /64, whose first four groups are the key.
 */
export function clientKeyOf(address: string): string {
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::', 2);
  const groups = head === '' ? [] : head.split(':').map((group) => group.replace(/^0+(?=.)/, ''));
  if (tail !== undefined) while (groups.length < 4) groups.push('0');
  return groups.slice(0, 4).join(':');
}
