# A worker of Pullquote (compose.yaml): the package as this folder builds it, and what it needs for DATABASE_URL.
FROM node:24-slim AS package
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN npm run build && mkdir /packed && npm pack --pack-destination /packed

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
# no package's own scripts are run: what is native comes built
RUN --mount=type=bind,from=package,source=/packed,target=/packed \
    npm init --yes > /dev/null \
    && npm install --ignore-scripts --no-audit --no-fund /packed/*.tgz pg@8 pg-boss@12.35.0 \
    && npm cache clean --force
WORKDIR /workspace
USER node
ENTRYPOINT ["node", "/app/node_modules/pullquote/dist/cli.js"]
CMD ["worker"]
