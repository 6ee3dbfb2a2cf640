/** Exits 0 when the process on PORT of this machine says that it is ready, else 1: the health check of a container. */
const { PORT = '4000' } = process.env;
const isReady = await fetch(`http://127.0.0.1:${PORT}/health/ready`, { signal: AbortSignal.timeout(2500) }).then(({ ok }) => ok, () => false);
process.exitCode = isReady ? 0 : 1;
