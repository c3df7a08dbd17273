# Built in two stages, so that neither a compiler nor a package cache is in what runs.
FROM python:3.13-slim AS build
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv /opt/monitor && /opt/monitor/bin/pip install --no-cache-dir --require-hashes -r /tmp/run.txt
WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY sources sources
COPY monitor monitor
COPY alembic alembic
RUN /opt/monitor/bin/pip install --no-cache-dir --no-deps --editable .

FROM python:3.13-slim
RUN apt-get update && apt-get install -y --no-install-recommends tesseract-ocr tesseract-ocr-spa tesseract-ocr-fra \
    tesseract-ocr-deu tesseract-ocr-ita tesseract-ocr-nld tesseract-ocr-pol tesseract-ocr-por tesseract-ocr-ukr postgresql-client \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --uid 1000 --create-home monitor && mkdir /data && chown monitor /data
COPY --from=build /opt/monitor /opt/monitor
COPY --from=build /app /app
ENV PATH=/opt/monitor/bin:$PATH MONITOR_DATA=/data MONITOR_CONFIG=/data/config MONITOR_HOST=0.0.0.0 PYTHONDONTWRITEBYTECODE=1
USER monitor
WORKDIR /data
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --start-period=20s CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["monitor"]
CMD ["run"]
