# Build from the repository's root: docker build -f deploy/docker/worker.Dockerfile -t mooring-worker .
# The first stage is the same in web.Dockerfile and worker.Dockerfile, so that it is built once.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npx tsx scripts/build.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production NODE_OPTIONS=--enable-source-maps WORKER_HEALTH_PORT=9464 HOSTNAME=0.0.0.0
WORKDIR /app
RUN groupadd --gid 10001 mooring && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin mooring
# One file a program, which needs no node_modules. The migrations lie where dist/migrate.mjs looks for them.
COPY --from=build /src/dist/worker.mjs /src/dist/worker.mjs.map ./dist/
COPY --from=build /src/dist/decode-thread.mjs /src/dist/decode-thread.mjs.map ./dist/
COPY --from=build /src/dist/migrate.mjs /src/dist/migrate.mjs.map ./dist/
COPY --from=build /src/dist/admin.mjs /src/dist/admin.mjs.map ./dist/
COPY --from=build /src/dist/audit-verify.mjs /src/dist/audit-verify.mjs.map ./dist/
COPY --from=build /src/prisma/migrations ./prisma/migrations
USER 10001:10001
EXPOSE 9464
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.WORKER_HEALTH_PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/worker.mjs"]
