// Creates agreements with two parties and a claim, as many as a server can in some seconds, and prints how many a second and how long each took.
// Usage: writes.js URL product|library CONNECTIONS SECONDS, with the token of the product in TOKEN.
const [url, contender, connections, seconds] = process.argv.slice(2);

const documents = {
  product: `mutation ($id: ID!, $name: String!, $one: ID!, $other: ID!, $claim: ID!, $statement: String!, $report: ID!) {
    createAgreement(input: {
      id: $id, name: $name, kind: MEMORANDUM_OF_UNDERSTANDING
      parties: [{ to: $one, role: SIGNATORY, since: "2024" }, { to: $other, role: SIGNATORY, since: "2024" }]
      evidence: [{ new: { id: $claim, statement: $statement, report: $report } }]
    }) { agreement { id name parties { nodes { ... on Country { id } } } } errors { ... on Error { message } } }
  }`,
  library: `mutation ($id: ID!, $name: String!, $one: ID!, $other: ID!, $claim: ID!, $statement: String!, $report: ID!) {
    createAgreements(input: [{
      id: $id, name: $name, kind: "MEMORANDUM_OF_UNDERSTANDING", status: "SIGNED", _name: $name
      parties: { connect: [{ where: { node: { id: { eq: $one } } }, edge: { role: "SIGNATORY", since: "2024" } }, { where: { node: { id: { eq: $other } } }, edge: { role: "SIGNATORY", since: "2024" } }] }
      claims: { create: [{ node: {
        id: $claim, statement: $statement
        report: { connect: [{ where: { node: { id: { eq: $report } } } }] }
        countries: { connect: [{ where: { node: { id: { eq: $one } } } }, { where: { node: { id: { eq: $other } } } }] }
      } }] }
    }]) { agreements { id name parties { id } } }
  }`,
};

async function post(query, variables) {
  const headers = { 'Content-Type': 'application/json', ...(contender === 'product' && process.env.TOKEN && { Authorization: `Bearer ${process.env.TOKEN}` }) };
  const answer = await (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })).json();
  const errors = answer.errors ?? answer.data.createAgreement?.errors ?? [];
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return answer.data;
}

const countries = contender === 'product'
  ? (await post('{ countries(first: 200) { nodes { id } } reports(first: 1) { nodes { id } } }'))
  : (await post('{ countries(limit: 200) { id } reports(limit: 1) { id } }'));
const ids = (countries.countries.nodes ?? countries.countries).map((c) => c.id);
const report = (countries.reports.nodes ?? countries.reports)[0].id;

const run = `${contender}-${Date.now()}`;
const times = [];
let number = 0;
const end = performance.now() + seconds * 1000;
await Promise.all(Array.from({ length: Number(connections) }, async () => {
  while (performance.now() < end) {
    const i = number++;
    const began = performance.now();
    await post(documents[contender], {
      id: `instrument:${run}-${i}`, name: `Agreement ${run} ${i}`, one: ids[i % ids.length], other: ids[(i + 1) % ids.length],
      claim: `claim:${run}-${i}`, statement: `It was signed, ${run} ${i}.`, report,
    });
    times.push(performance.now() - began);
  }
}));
times.sort((a, b) => a - b);
console.log(`${contender} ${connections} ${(times.length / seconds).toFixed(1)} ${times[times.length >> 1].toFixed(1)} ${times[Math.floor(times.length * 0.99)].toFixed(1)}`);
