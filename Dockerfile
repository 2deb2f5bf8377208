# docker build -t gudok . && docker run -p 127.0.0.1:8080:8080 -v gudok:/data gudok
#
# Needs BuildKit, Docker's default. On x86_64 and aarch64 the C parts (SQLite, AWS-LC) ask for nothing beyond the
# compiler that the Rust image already has: no CMake, no Clang, no OpenSSL.

FROM rust:1.95-slim-bookworm AS build
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --bin gudok && cp target/release/gudok /gudok

FROM debian:bookworm-slim
# The roots of TLS and the rules of time zones are read from the system.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin gudok \
    && install -d -o gudok -g gudok -m 0750 /data
COPY --from=build /gudok /usr/local/bin/gudok

# By number, so that Kubernetes' runAsNonRoot can see that it is not root.
USER 10001
WORKDIR /data
VOLUME /data
ENV GUDOK__DATABASE__URL=sqlite:/data/gudok.db \
    GUDOK__SERVER__BIND=0.0.0.0:8080
EXPOSE 8080

# Asks /readyz through bash's own /dev/tcp: the image needs no curl for it. A `worker` has no port: run it with
# --no-healthcheck.
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 CMD bash -c '\
    exec 3<>"/dev/tcp/127.0.0.1/${GUDOK__SERVER__BIND##*:}" \
    && printf "GET /readyz HTTP/1.0\r\nHost: localhost\r\n\r\n" >&3 \
    && read -r -t 4 _ status _ <&3 \
    && [ "$status" = 200 ]'

ENTRYPOINT ["gudok"]
CMD ["serve"]
