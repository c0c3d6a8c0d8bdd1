# The bot in HTTP mode, as a user without rights. All that it keeps (the key, the trained model, your own copies of the
# Code, and the log where that is SQLite) lies in /data, which has to be a volume; the rest may be mounted read-only.
#
# The model is trained at the first start, into /data, and not while the image is built: it then lies beside the key in
# the one folder that is kept, and a new version of the program, which may need another model, trains that by itself.

FROM python:3.11-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /opt/clausewise
ENV PATH=/opt/clausewise/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.lock ./
RUN pip install --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md LICENSE manifest.json ./
COPY knowledge knowledge
COPY sentence_encoder sentence_encoder
COPY classifier classifier
COPY training_data training_data
COPY bot bot
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin clausewise \
    && mkdir /data && chown 10001:10001 /data && chmod 700 /data
COPY --from=build /opt/clausewise /opt/clausewise
# Whatever a library wants to write beside /data goes to /tmp.
ENV PATH=/opt/clausewise/bin:$PATH \
    CLAUSEWISE_HOME=/data \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
# The first start trains the model, which takes a minute or two.
HEALTHCHECK --interval=30s --timeout=10s --start-period=5m --retries=3 \
    CMD ["python", "-c", "import urllib.request as web; web.urlopen('http://127.0.0.1:3000/healthy', timeout=8)"]
ENTRYPOINT ["clausewise"]
CMD ["serve", "--http", "--host", "0.0.0.0", "--port", "3000"]
