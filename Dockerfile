# One image for all five processes: the command says which one runs. The steps are those of `npm start`: install the locked
# dependencies, then run TypeScript on Node 24, without a build.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: see cli/bootstrap.mjs. The image's own Node is 24, so the packaged one is left out.
RUN npm install --omit=dev --no-save --no-audit --no-fund \
 && rm -rf node_modules/node node_modules/.bin/node /root/.npm

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000
# As `npm start` runs every process, as far as NODE_OPTIONS takes it: see leanNodeOptions and leanRuntime in embedded/child.ts.
ENV NODE_OPTIONS="--max-semi-space-size=4 --max-old-space-size=512" MALLOC_ARENA_MAX=2 MALLOC_TRIM_THRESHOLD_=131072 MALLOC_MMAP_THRESHOLD_=131072
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json supergraph.graphql ./
COPY platform ./platform
COPY mail ./mail
COPY subgraphs ./subgraphs
COPY router ./router
COPY worker ./worker
COPY embedded ./embedded
COPY cli ./cli
# Where `cli/secrets.ts` may put secrets: a volume mounted here belongs to the user that runs the processes.
RUN install --directory --owner=node --group=node --mode=0700 /secrets
USER node
EXPOSE 4000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s --retries=3 CMD ["node", "cli/health.mjs"]
CMD ["node", "router/main.ts"]
