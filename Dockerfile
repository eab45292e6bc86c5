# LocalAws as a container image: one program and the folder of its state, on a base without shell or package manager.
#
#   docker build --tag localaws .
#   docker run --rm --read-only -p 127.0.0.1:4566:4566 -v $PWD/template.yaml:/stack/template.yaml:ro -v $PWD/functions:/functions:ro localaws
#
# BASE      what it runs on: anything with glibc 2.34 or later and libssl, and libstdc++ for functions in .NET. With mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled functions
#           need not bring the .NET runtime; functions in Python or Node.js need a base with that language (docs/container.md).
# BINARIES  "compiled" compiles here, on any system that can run the SDK's image; "published" takes artifacts/image/linux-$TARGETARCH, which
#           dotnet publish shared/LocalAws --runtime linux-x64 --output artifacts/image/linux-amd64 has made (arm64 likewise).
# LINKER    what it is linked on: the program asks for the glibc that is there, so one older than BASE.
ARG BASE=mcr.microsoft.com/dotnet/runtime-deps:10.0-noble-chiseled
ARG SDK=mcr.microsoft.com/dotnet/sdk:10.0
ARG LINKER=debian:bookworm-slim
ARG BINARIES=compiled

# Compiles on the builder's own system for the one that is asked for: nothing is emulated.
FROM --platform=$BUILDPLATFORM ${SDK} AS sdk
FROM --platform=$BUILDPLATFORM ${LINKER} AS compiled
ARG TARGETARCH
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
ENV PATH=$PATH:/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates clang libc6-dev libssl3 llvm zlib1g-dev \
    && if [ "$(dpkg --print-architecture)" != "$TARGETARCH" ]; then apt-get install --yes --no-install-recommends \
    gcc-$(echo $TARGETARCH | sed 's/amd64/x86-64/; s/arm64/aarch64/')-linux-gnu libc6-dev-$TARGETARCH-cross; fi
WORKDIR /source
COPY . .
RUN dotnet publish shared/LocalAws --runtime linux-$(echo $TARGETARCH | sed s/amd64/x64/) --output /app && mkdir /data

FROM scratch AS published
ARG TARGETARCH
COPY artifacts/image/linux-${TARGETARCH} /app
WORKDIR /data

FROM ${BINARIES} AS binaries

FROM ${BASE}
LABEL org.opencontainers.image.title="LocalAws" \
      org.opencontainers.image.description="A local AWS that enforces the authorization in your template." \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=binaries /app /app
# The user of Microsoft's own images; a volume takes over the owner of the folder that it covers. Both are volumes, so that the rest may be
# read-only: the state, and /tmp, which Lambda promises to functions.
COPY --from=binaries --chown=1654:1654 /data /data
COPY --from=binaries --chown=1654:1654 /data /tmp
USER 1654:1654
WORKDIR /stack
VOLUME ["/data", "/tmp"]
EXPOSE 4566
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s CMD ["/app/LocalAws", "health"]
# Arguments of "docker run" follow these: --region, --parameter, --verbose ... "docker run --entrypoint /app/LocalAws localaws matrix" for other verbs.
ENTRYPOINT ["/app/LocalAws", "up", "--listen", "0.0.0.0", "--data", "/data", "--functions", "/functions"]
