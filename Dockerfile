# The program, with the seed beside it. `docker compose up` runs it beside Neo4j; alone it keeps its graph in the volume /data.
FROM node:22.21.1-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0.401-noble AS build
# The two pages are built with what npm brings; Ubuntu's own Node.js is too old for that.
COPY --from=node /usr/local/bin/node /usr/local/bin/
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx
WORKDIR /source
COPY . .
RUN docker/publish.sh /app

# Ubuntu's image has ICU, without which é does not fold to e; the chiseled and Alpine images lack it.
FROM mcr.microsoft.com/dotnet/aspnet:10.0.12-noble
WORKDIR /app
COPY --from=build /app .
COPY docker/healthy.sh /usr/local/bin/healthy
RUN mkdir /data && chown "$APP_UID" /data
USER $APP_UID
ENV KNOWLEDGEGRAPH__URLS=http://+:8080 KNOWLEDGEGRAPH__DATA=/data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=5s --timeout=6s --start-period=30s --retries=3 CMD ["healthy"]
ENTRYPOINT ["dotnet", "KnowledgeGraph.Server.dll"]
