# Built in two stages, so that neither a compiler nor a package cache is in what runs.
FROM python:3.13-slim AS build
COPY requirements/run.txt /tmp/run.txt
RUN python -m venv --without-pip /opt/monitor \
 && python -m pip --python /opt/monitor/bin/python install --no-cache-dir --no-compile --require-hashes -r /tmp/run.txt \
 && find /opt/monitor -type d \( -name tests -o -name test \) -prune -exec rm -r {} +
WORKDIR /app
COPY pyproject.toml README.md LICENSE ./
COPY sources sources
COPY monitor monitor
COPY alembic alembic
# Compiled here, since what runs cannot write beside its code; and by hash, since a layer rounds the times of its files, by which
# half of what was compiled would count as old. Of Babel's thousand languages those stay that we speak.
RUN python -m pip --python /opt/monitor/bin/python install --no-cache-dir --no-compile --no-deps --editable . \
 && /opt/monitor/bin/python -m compileall -q --invalidation-mode unchecked-hash -x olefile2.py /opt/monitor/lib \
 && /opt/monitor/bin/python -m compileall -q --invalidation-mode checked-hash sources monitor alembic \
 && cd /opt/monitor/lib/python3*/site-packages/babel/locale-data \
 && spoken=$(cd /app/monitor/locale && ls *.po | sed 's/\.po$//' | paste -sd '|') \
 && ls | grep -vE "^(root|en|$spoken)[._]" | xargs rm

FROM python:3.13-slim
# Of PostgreSQL's client two programs stay: its package brings Perl, for wrappers that choose between versions.
RUN apt-get update && apt-get install -y --no-install-recommends libpq5 tesseract-ocr tesseract-ocr-spa tesseract-ocr-fra \
    tesseract-ocr-deu tesseract-ocr-ita tesseract-ocr-nld tesseract-ocr-pol tesseract-ocr-por tesseract-ocr-ukr tesseract-ocr-sqi \
    tesseract-ocr-srp postgresql-client \
 && cp /usr/lib/postgresql/*/bin/pg_dump /usr/lib/postgresql/*/bin/psql /usr/local/bin/ \
 && apt-get purge -y --auto-remove postgresql-client && pg_dump --version && psql --version && tesseract --list-langs \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/log/apt /var/log/dpkg.log \
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
