# ragged's command line with Java, for a person's documents: see docs/install/docker.md.
# Both stages are the same Debian, so that the engine runs with the C library that it was built with.
FROM debian:12-slim AS build
# The versions are those of this Debian; pinned ones vanish from its mirrors with every security update.
# Java's package links its manual page, and fails where the slim image has no folder for that.
# hadolint ignore=DL3008
RUN mkdir -p /usr/share/man/man1 \
  && apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates cmake g++ make openjdk-17-jdk-headless \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 docker/build.sh /opt/ragged

FROM debian:12-slim
# Documents are often readable to one user only: build with that one's number to let the container read them.
ARG UID=10001
# hadolint ignore=DL3008
RUN mkdir -p /usr/share/man/man1 \
  && apt-get update \
  && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid "$UID" --create-home --no-log-init ragged \
  && install -d -o ragged -g ragged /data /models
COPY --from=build /opt/ragged /opt/ragged
# The launcher makes the archive of classes where it can write, which the user below cannot. It does without
# one where that fails; an image should not.
RUN ln -s /opt/ragged/ragged /usr/local/bin/ragged \
  && ragged --version \
  && test -s /opt/ragged/app/ragged.jsa \
  && rm -rf /root/.javacpp /root/.djl.ai /tmp/*
USER $UID
ENV LANG=C.UTF-8 RAGGED_DATA_DIR=/data
# Unpacks the native libraries into the user's home, once for all containers, and shows that all of it works.
RUN ragged doctor
VOLUME ["/data", "/models"]
HEALTHCHECK --interval=5m --timeout=30s CMD ["ragged", "doctor"]
ENTRYPOINT ["ragged"]
CMD ["help"]
