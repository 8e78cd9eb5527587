# Build stage: everything that is needed to compile, none of which ends up in the image.
FROM node:22-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# The dependencies alone first, so that a change of the source does not fetch them again. "prepare" would build, and there is nothing yet.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build && npm prune --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:22-slim
ENV NODE_ENV=production \
    PORT=3000 \
    OAI_HOST=0.0.0.0 \
    OAI_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY sql ./sql
COPY examples ./examples
COPY LICENSE ./
# The embedded database lives here while DATABASE_URL is empty.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 3000
# The first start of the embedded database takes some seconds.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/oai?verb=Identify').then((response) => process.exit(response.ok ? 0 : 1), () => process.exit(1))"]
# So that `docker run … status` and every other command works too.
ENTRYPOINT ["node", "dist/main.js"]
CMD ["serve"]
