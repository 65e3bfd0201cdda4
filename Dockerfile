# The operator's image. Both bases can be replaced where these registries are out of reach:
#   docker build --build-arg BUILD_IMAGE=… --build-arg RUNTIME_IMAGE=… -t pullkeeper .
# BUILD_IMAGE: any glibc Linux with npm and Node.js 20 or later.
ARG BUILD_IMAGE=docker.io/library/node:24-bookworm-slim
# RUNTIME_IMAGE: glibc and libstdc++ of at least the build's age, nothing else; no shell, no package manager.
ARG RUNTIME_IMAGE=gcr.io/distroless/cc-debian12:nonroot

FROM ${BUILD_IMAGE} AS build
WORKDIR /src
# Apart from the sources, so that a change of these does not fetch everything again.
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run -s build && mkdir /out && cp -r dist package.json /out/ \
 # A copy, not the link that npm may have made: the very Node of package-lock.json, which all tests ran on.
 && cp -L node_modules/node/bin/node /out/node

FROM ${RUNTIME_IMAGE}
ARG VERSION=dev
LABEL org.opencontainers.image.title="pullkeeper" \
      org.opencontainers.image.description="Hands out registry credentials and says why a container cannot start" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}"
COPY --from=build /out/node /usr/local/bin/node
# package.json says that the files beside it are modules.
COPY --from=build /out/package.json /opt/pullkeeper/package.json
COPY --from=build /out/dist /opt/pullkeeper/dist
COPY LICENSE /opt/pullkeeper/LICENSE
# By number, for kubelet cannot tell from a name that runAsNonRoot holds.
USER 65532:65532
# What a start on 100,000 pods takes at its peak, chosen by measurement (docs/performance.md, `sync`): a young generation of
# 1 MB, which also bounds how many network buffers lie about until it is collected; a heap that grows by a fifth where Node
# would let it double; one optimizing compiler instead of two, whose own code need not be in memory; one arena of malloc,
# whose free memory no other thread keeps, and which gives large blocks and its end back at a fixed size: by itself it
# raises that size until they stay. The old generation needs no flag: of a limit of 512 MiB Node takes half by itself.
# Nothing is written to disk, so the root file system may be read-only.
ENV MALLOC_ARENA_MAX=1
ENV MALLOC_MMAP_THRESHOLD_=131072
ENTRYPOINT ["/usr/local/bin/node", "--max-semi-space-size=1", "--heap-growing-percent=20", "--no-maglev", "/opt/pullkeeper/dist/pullkeeper.js"]
CMD ["--help"]
