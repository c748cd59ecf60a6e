// What an application would write over the generated types; it is type-checked, and not run.
import { graphql } from './generated';
import type { CountryByCodeQuery, CountryByCodeQueryVariables, RenamePlaceMutation, RenamePlaceMutationVariables, WhoReliesOnWhomQuery } from './generated/graphql';

export const country = graphql(/* GraphQL */ `
  query CountryByCode($code: String!) {
    country(code: $code) {
      id
      name
      agreements(first: 1, where: { signed: { gte: "2024" } }) {
        totalCount
        edges {
          node {
            name
            signed
          }
        }
      }
    }
  }
`);

export const variables: CountryByCodeQueryVariables = { code: 'US' };

export function signed(answer: CountryByCodeQuery): string[] {
  return answer.country?.agreements.edges.map((edge) => `${edge.node.name}: ${edge.node.signed ?? 'unsigned'}`) ?? [];
}

export function names(answer: WhoReliesOnWhomQuery): string[] {
  return answer.country?.reliesOn?.edges.map((edge) => edge.node.name) ?? [];
}

// @ts-expect-error a field that was not asked for is not there
export const missing = (answer: WhoReliesOnWhomQuery) => answer.country?.population;

export const rename = graphql(/* GraphQL */ `
  mutation RenamePlace($input: UpdatePlaceInput!) @change(note: "As on the map.") {
    updatePlace(input: $input) {
      place {
        name
        revision
      }
      warnings
      errors {
        __typename
        ... on Error {
          message
        }
        ... on ConflictError {
          currentRevision
        }
      }
    }
  }
`);

export const renaming: RenamePlaceMutationVariables = { input: { id: 'place:darien_gap', set: { name: 'Darién', latitude: null } } };

export function outcome({ updatePlace: { place, errors } }: RenamePlaceMutation): string {
  const [error] = errors;
  if (!error) return `${place?.name} ${place?.revision}`;
  return error.__typename === 'ConflictError' ? `changed in ${error.currentRevision}: ${error.message}` : error.message;
}

// @ts-expect-error an input needs its id
export const withoutId: RenamePlaceMutationVariables = { input: { set: {} } };
