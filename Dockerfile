# One image for web, scheduler and migrations; the compose file says which.
FROM python:3.12-slim AS build
WORKDIR /build
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY service service
COPY classifier classifier
COPY migrations migrations
RUN python -m venv /opt/listkeeper \
 && /opt/listkeeper/bin/pip install --no-cache-dir --constraint constraints.txt .

FROM python:3.12-slim
RUN apt-get update && apt-get install -y --no-install-recommends git && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/listkeeper listkeeper
COPY --from=build /opt/listkeeper /opt/listkeeper
ENV PATH=/opt/listkeeper/bin:$PATH \
    LISTKEEPER_DATA_DIR=/var/lib/listkeeper/data \
    LISTKEEPER_HOST=0.0.0.0 \
    LISTKEEPER_OPEN_BROWSER=false \
    LISTKEEPER_LOG_FORMAT=json \
    LISTKEEPER_LOG_LEVEL=info
USER listkeeper
RUN mkdir -p /var/lib/listkeeper/data
VOLUME /var/lib/listkeeper/data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health', timeout=4)"]
CMD ["listkeeper", "serve"]
