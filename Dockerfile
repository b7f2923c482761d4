# The program with what it needs to run, for a user without rights. docs/operating/containers.md
# tells how to build and run it. Pin the image by digest where you build for production.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS build
# For better-sqlite3, where it has no prebuilt binary for the platform or it cannot be fetched.
RUN apt-get update \
  && apt-get install --yes --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/cadastre
# What decides on the dependencies comes first, so that a change of the sources installs nothing anew.
COPY package.json package-lock.json ./
COPY packages/access-policy/package.json packages/access-policy/
COPY packages/address-space/package.json packages/address-space/
COPY packages/api-contract/package.json packages/api-contract/
COPY packages/cli/package.json packages/cli/
COPY packages/cli/bin packages/cli/bin
COPY packages/server/package.json packages/server/
RUN npm ci --no-audit --no-fund
COPY tsconfig.base.json tsconfig.json ./
COPY packages packages
RUN npm run build \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf packages/*/src packages/*/tsconfig.json packages/*/dist/.tsbuildinfo \
    node_modules/better-sqlite3/deps node_modules/better-sqlite3/src \
  && find node_modules/better-sqlite3/build -type f ! -name better_sqlite3.node -delete \
  # What is left must load: better that the build fails than the first start.
  && node --eval "new (require('better-sqlite3'))(':memory:')"
COPY LICENSE ./
COPY deploy/container deploy/container

FROM ${NODE_IMAGE}
RUN install -d -o 1000 -g 1000 -m 0700 /var/lib/cadastre
COPY --from=build /opt/cadastre /opt/cadastre
ENV NODE_ENV=production \
  CADASTRE_DATA=/var/lib/cadastre \
  CADASTRE_LISTEN=0.0.0.0:8080
# The user node of the image; by number, so that it can be checked not to be root.
USER 1000:1000
VOLUME /var/lib/cadastre
EXPOSE 8080
# It answers what is under way for ten seconds at most: give it more before you kill it.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "/opt/cadastre/deploy/container/check-health.js", "/healthz"]
ENTRYPOINT ["/opt/cadastre/deploy/container/run.sh"]
CMD ["serve"]
