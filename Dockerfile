FROM node:26.10.0-alpine AS build
WORKDIR /repository
COPY . .
RUN sh deploy/image/build-app.sh /app

FROM node:26.10.0-alpine
LABEL org.opencontainers.image.title="Jobweave" \
      org.opencontainers.image.description="One GraphQL API over the job and task histories of many clouds" \
      org.opencontainers.image.licenses="MIT"
ENV NODE_ENV=production
COPY --from=build /app /app
# Here, so that a small container can have less (docs/operating.md#starting).
ENV NODE_OPTIONS="--max-semi-space-size=32 --v8-pool-size=1"
# Nothing is written: the container may run with a read-only file system, without capabilities.
USER node
EXPOSE 4000 9091
# Process 1 knows where it listens: by its configuration, or by what was written behind the image's name.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s \
  CMD ["node", "/app/bin/jobweave.js", "health", "--pid", "1"]
ENTRYPOINT ["node", "/app/bin/jobweave.js"]
CMD ["serve", "--config", "/etc/jobweave/jobweave.yaml"]
