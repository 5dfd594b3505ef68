# syntax=docker/dockerfile:1
# Builds Hearth and puts the one binary into a small image in which it runs as a user without rights.

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# The caches keep a rebuild short; they are not part of the image, so the binary is copied out of them.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --locked --release --package hearth --bin hearth \
    && install -D target/release/hearth /out/hearth

FROM debian:bookworm-slim
# Certificates let Hearth check the other servers it speaks with.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && groupadd --system --gid 991 hearth \
    && useradd --system --uid 991 --gid hearth --home-dir /var/lib/hearth --shell /usr/sbin/nologin hearth \
    && install -d -o hearth -g hearth -m 0700 /var/lib/hearth
COPY --from=build /out/hearth /usr/local/bin/hearth

USER hearth
WORKDIR /var/lib/hearth
# A container's own loopback cannot be reached from outside it.
ENV HEARTH__SERVER__LISTEN=0.0.0.0:8080 \
    HEARTH__SERVER__DATA_DIR=/var/lib/hearth
VOLUME /var/lib/hearth
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["hearth", "health"]
ENTRYPOINT ["hearth"]
CMD ["serve"]
