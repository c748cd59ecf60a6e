// Three dates, on which the graph gives three different answers, and the operations with which the tests ask for them.
import assert from 'node:assert/strict';

/** A date for each client or variable; null is the present. */
export const dates = ['2015-01-01', '2024-07-01', null];

const reliance = 'reliesOn(objective: "objective:reduce_us_southern_border_crossings"';

/** Without a date: it comes from elsewhere, or is the present. */
export const undated = `{ agreements { totalCount } country(code: "US") { id ${reliance}) { totalCount } } }`;

/** The date is an argument of each field that depends on it. */
export const byArgument = `query ByArgument($asOf: PartialDate) {
  agreements(asOf: $asOf) { totalCount }
  country(code: "US") { id ${reliance}, asOf: $asOf) { totalCount } }
}`;

/** All three dates in one operation. */
export const byAlias = `query ByAlias {
  in2015: agreements(asOf: "2015-01-01") { totalCount }
  in2024: agreements(asOf: "2024-07-01") { totalCount }
  now: agreements { totalCount }
  country(code: "US") {
    id
    in2015: ${reliance}, asOf: "2015-01-01") { totalCount }
    in2024: ${reliance}, asOf: "2024-07-01") { totalCount }
    now: ${reliance}) { totalCount }
  }
}`;

/** The date is an argument of a field above. The server applies it to `reliesOn` too, but a cache does not know that. */
export const fromAbove = `query FromAbove($asOf: PartialDate) { country(code: "US", asOf: $asOf) { id ${reliance}) { totalCount } } }`;

/** The date is in the directive alone. */
export const byDirective = `query ByDirective($asOf: PartialDate) @asOf(date: $asOf) ${undated}`;

/** The two numbers of a response. */
export const counts = (data) => [data.agreements.totalCount, data.country.reliesOn.totalCount];

/** The numbers of a response to `byAlias`, one pair for each date. */
export const countsByAlias = (data) => ['in2015', 'in2024', 'now'].map((name) => [data[name].totalCount, data.country[name].totalCount]);

/** Sends an operation as it is, without a cache or a gateway. */
export async function post(url, query, variables, rest, headers) {
  const response = await fetch(url, {
    method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ query, variables, ...rest }),
  });
  return response.json();
}

/** The right numbers for each date, from the server itself. */
export async function readCounts(url) {
  const right = [];
  for (const asOf of dates) right.push(counts((await post(url, byDirective, { asOf })).data));
  for (const i of [0, 1]) assert.equal(new Set(right.map((pair) => pair[i])).size, dates.length, `the dates differ: ${JSON.stringify(right)}`);
  return right;
}

/** Two ways to give one client its date: in its URL, and in the extensions of each request. */
export const lenses = ['URL', 'extensions'];

/** The URL of a client for one date. */
export const urlOf = (url, asOf) => (asOf ? `${url}?asOf=${asOf}` : url);
