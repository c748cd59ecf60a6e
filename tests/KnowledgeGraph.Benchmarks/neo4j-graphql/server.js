// @neo4j/graphql on GraphQL Yoga, at http://127.0.0.1:PORT/graphql, over the Neo4j whose Bolt address is NEO4J_TEST_BOLT (with
// NEO4J_TEST_USER and NEO4J_TEST_PASSWORD). Nothing stands around it that costs time.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { Neo4jGraphQL } from '@neo4j/graphql';
import { createYoga } from 'graphql-yoga';
import neo4j from 'neo4j-driver';

const { NEO4J_TEST_BOLT, NEO4J_TEST_USER, NEO4J_TEST_PASSWORD, PORT } = process.env;
const driver = neo4j.driver(NEO4J_TEST_BOLT, neo4j.auth.basic(NEO4J_TEST_USER, NEO4J_TEST_PASSWORD));
const typeDefs = await readFile(new URL('types.graphql', import.meta.url), 'utf8');
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema();

const yoga = createYoga({ schema, logging: false, graphiql: false, landingPage: false });
createServer(yoga).listen(Number(PORT), '127.0.0.1');
