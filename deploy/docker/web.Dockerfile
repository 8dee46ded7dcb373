# Build from the repository's root: docker build -f deploy/docker/web.Dockerfile -t mooring-web .
# The first stage is the same in web.Dockerfile and worker.Dockerfile, so that it is built once.
FROM node:24-bookworm-slim AS build
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npx tsx scripts/build.ts

FROM node:24-bookworm-slim
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 HOSTNAME=0.0.0.0 PORT=3000
WORKDIR /app
RUN groupadd --gid 10001 mooring && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin mooring
COPY --from=build /src/.next/standalone ./
# Next writes its cache here and nowhere else; everything above belongs to root.
RUN mkdir -p .next/cache && chown 10001:10001 .next/cache
USER 10001:10001
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "server.js"]
