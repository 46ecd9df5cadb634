# Builds the dashboard and the wheel, then carries only what runs.
FROM python:3.13-slim AS build
WORKDIR /src
COPY . .
RUN pip wheel --no-cache-dir --wheel-dir /wheels -c constraints.txt .

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 livedesk && install -d -o livedesk /data
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels livedesk
USER livedesk
WORKDIR /data
VOLUME /data
EXPOSE 8000
# In a container the desk must be reachable from outside of it; publish the port on the host's loopback:
#   docker run --rm -p 127.0.0.1:8000:8000 -v livedesk:/data livedesk watch @handle
ENV LIVEDESK_HOST=0.0.0.0 LIVEDESK_DATABASE_URL=sqlite:////data/livedesk.db PYTHONUNBUFFERED=1
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)"]
ENTRYPOINT ["livedesk"]
CMD ["serve", "--no-open"]
