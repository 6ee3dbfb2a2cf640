/** Hides how spans leave the process: in batches, as JSON over HTTP, with trace ids made of request ids. */
import { createHash } from 'node:crypto';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { BatchSpanProcessor, NodeTracerProvider, RandomIdGenerator } from '@opentelemetry/sdk-trace-node';
import type { IdGenerator } from '@opentelemetry/sdk-trace-node';
import { resourceFromAttributes } from 'opentelemetry-resources';
import { currentRequestId } from './request-scope.ts';

const SEND_EVERY_MS = 1_000;

export function createTracerProvider({ name, endpoint }: { readonly name: string; readonly endpoint: string }): NodeTracerProvider {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  return new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': name, 'service.namespace': 'eventpost' }),
    idGenerator: createIdGenerator(),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: SEND_EVERY_MS })],
  });
}

function createIdGenerator(): IdGenerator {
  const random = new RandomIdGenerator();
  return {
    generateSpanId: () => random.generateSpanId(),
    generateTraceId: () => traceIdOf(currentRequestId()) ?? random.generateTraceId(),
  };
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** A request's id without its dashes; of one that a client chose freely, a hash. */
function traceIdOf(requestId: string | null): string | null {
  if (requestId === null) return null;
  return UUID.test(requestId) ? requestId.replaceAll('-', '') : createHash('sha256').update(requestId).digest('hex').slice(0, 32);
}
