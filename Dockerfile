# ragged's command line with Java, for personal documents: see docs/install/docker.md.
# Both stages use the same Debian, so that the engine runs with the C library it was built with.
FROM debian:12-slim AS build
# Versions are not pinned: pinned ones vanish from Debian's mirrors with every security update.
# Java's package fails to install without this folder, which the slim image lacks.
# hadolint ignore=DL3008
RUN mkdir -p /usr/share/man/man1 \
  && apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates cmake g++ make openjdk-17-jdk-headless \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 docker/build.sh /opt/ragged

FROM debian:12-slim
# Documents are often readable by one user only: build with that user's id so that the container can read them.
ARG UID=10001
# hadolint ignore=DL3008
RUN mkdir -p /usr/share/man/man1 \
  && apt-get update \
  && apt-get install -y --no-install-recommends openjdk-17-jre-headless \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --uid "$UID" --create-home --no-log-init ragged \
  && install -d -o ragged -g ragged /data /models
COPY --from=build /opt/ragged /opt/ragged
# The launcher creates a class data archive where it may write, which the user below may not. It works without one, but
# the image should have it.
RUN ln -s /opt/ragged/ragged /usr/local/bin/ragged \
  && ragged --version \
  && test -s /opt/ragged/app/ragged.jsa \
  && rm -rf /root/.cache /tmp/*
USER $UID
ENV LANG=C.UTF-8 RAGGED_DATA_DIR=/data
# Unpacks the native libraries into the user's home, once for all containers, and shows that everything works.
RUN ragged doctor
VOLUME ["/data", "/models"]
HEALTHCHECK --interval=5m --timeout=30s CMD ["ragged", "doctor"]
ENTRYPOINT ["ragged"]
CMD ["help"]
