// What a Relay application would write to edit a list: an edge is appended to it, and a record disappears from it.
import { graphql } from 'relay-runtime';

export const query = graphql`
  query editsQuery($code: String!) {
    country(code: $code) {
      id
      places(first: 500) @connection(key: "edits_places") {
        edges {
          node {
            name
          }
        }
      }
    }
  }
`;

export const add = graphql`
  mutation editsAddMutation($input: CreatePlaceInput!, $connections: [ID!]!) {
    createPlace(input: $input) {
      place @appendNode(connections: $connections, edgeTypeName: "PlaceRelationshipEdge") {
        id
        name
      }
      errors {
        ... on Error {
          message
        }
      }
    }
  }
`;

export const link = graphql`
  mutation editsLinkMutation($input: CreatePlaceInput!, $connections: [ID!]!) {
    createPlace(input: $input) {
      place {
        id
        countries(first: 1) {
          edges @appendEdge(connections: $connections) {
            node {
              name
            }
          }
        }
      }
    }
  }
`;

export const rename = graphql`
  mutation editsRenameMutation($input: UpdatePlaceInput!) {
    updatePlace(input: $input) {
      place {
        id
        name
      }
      errors {
        ... on ConflictError {
          message
          currentRevision
        }
      }
    }
  }
`;

export const remove = graphql`
  mutation editsRemoveMutation($input: DeletePlaceInput!) {
    deletePlace(input: $input) {
      deletedId @deleteRecord
    }
  }
`;
