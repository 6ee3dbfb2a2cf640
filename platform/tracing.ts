/**
 * Hides OpenTelemetry: what the processes do becomes spans, of which one request's share a trace from the router through subgraphs and jobs to the mail.
 * The trace's id is the request's id, so that nothing but that has to be passed along; without a collector all of this does nothing.
 */
import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import type { Attributes, Context, Span } from '@opentelemetry/api';

export { SpanKind } from '@opentelemetry/api';

type TracingOptions = { /** The process, e.g. `events`. */ readonly name: string; /** Base address of an OTLP/HTTP collector. */ readonly endpoint: string };
type SpanOptions = { readonly kind: SpanKind; readonly attributes?: Attributes };

let isTracing = false;

/** Whether this process's spans are sent anywhere. */
export function isTraced(): boolean {
  return isTracing;
}

/** Sends this process's spans to a collector until `stop`, which sends the last of them. A collector that is down loses spans and does no other harm. */
export async function startTracing(options: TracingOptions): Promise<{ readonly stop: () => Promise<void> }> {
  const { createTracerProvider } = await import('./trace-export.ts'); // large, and mostly not wanted
  const provider = createTracerProvider(options);
  provider.register();
  isTracing = true;
  return { stop: () => provider.shutdown() };
}

/** Runs `work` in a span of its own, which ends with it and tells whether it failed. */
export async function inSpan<T>(name: string, options: SpanOptions, work: () => Promise<T>): Promise<T> {
  if (!isTracing) return work();
  return trace.getTracer('eventpost').startActiveSpan(name, options, async (span) => {
    try {
      return await work();
    } catch (error) {
      fail(span);
      throw error;
    } finally {
      span.end();
    }
  });
}

type ServerSpan = { readonly run: (work: () => void) => void; readonly end: (result: { readonly status: number }) => void };

/** The span of a request that came in over HTTP; null when nobody collects them. `headers` of our own processes say which span called. */
export function startServerSpan(name: string, headers: Readonly<Record<string, unknown>>): ServerSpan | null {
  if (!isTracing) return null;
  const parent: Context = propagation.extract(ROOT_CONTEXT, headers);
  const span = trace.getTracer('eventpost').startSpan(name, { kind: SpanKind.SERVER }, parent);
  return {
    run: (work) => context.with(trace.setSpan(parent, span), work),
    end: (result) => {
      span.setAttribute('http.response.status_code', result.status);
      if (result.status >= 500) fail(span);
      span.end();
    },
  };
}

/** Tells more of what the current span is about. Never anything personal. */
export function describeSpan(attributes: Attributes): void {
  if (isTracing) trace.getActiveSpan()?.setAttributes(attributes);
}

/** Headers that make the receiver's span a child of the current one. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  if (isTracing) propagation.inject(context.active(), headers);
  return headers;
}

/** Errors are in the log, by the same request id: their messages may hold what is personal. */
function fail(span: Span): void {
  span.setStatus({ code: SpanStatusCode.ERROR });
}
