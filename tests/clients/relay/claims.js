// What a Relay application would write: a query, a fragment that pages and refetches itself, and a node by its id.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query claimsQuery($code: String!) {
    country(code: $code) {
      ...claims_country
    }
  }
`;

export const fragment = graphql`
  fragment claims_country on Country
  @refetchable(queryName: "claimsPaginationQuery")
  @argumentDefinitions(first: { type: "Int", defaultValue: 1 }, after: { type: "String" }) {
    name
    claims(first: $first, after: $after) @connection(key: "claims_country_claims") {
      edges {
        node {
          statement
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

export const node = graphql`
  query claimsNodeQuery($id: ID!) {
    node(id: $id) {
      __typename
      ... on Country {
        name
      }
    }
  }
`;
