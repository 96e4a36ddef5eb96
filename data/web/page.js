// Puts a question to the endpoint and shows the answer. What comes from the graph is only ever set as text.

const MOST_ROWS = 1000;
const $ = (id) => document.getElementById(id);
let running = null;

function tell(sentence, fault = false) {
  $("status").textContent = sentence;
  $("status").classList.toggle("fault", fault);
}

function element(tag, text = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

async function fetched(address, options = {}) {
  const token = $("token").value;
  const headers = { ...options.headers, ...(token && { Authorization: `Bearer ${token}` }) };
  const response = await fetch(address, { ...options, headers });
  if (response.ok) return response;
  if (response.status === 401) $("opening").hidden = false;
  throw new Error((await response.text()).trim());
}

// One question at a time: its controls, and what went wrong with it as a sentence.
async function busy(work) {
  running?.abort();
  const own = (running = new AbortController());
  $("stop").disabled = false;
  tell("Running …");
  try {
    await work(own.signal);
  } catch (error) {
    if (running === own) tell(own.signal.aborted ? "Stopped." : error.message, !own.signal.aborted);
  } finally {
    if (running === own) {
      running = null;
      $("stop").disabled = true;
    }
  }
}

function ask(accept, signal) {
  const body = new URLSearchParams({ query: $("query").value });
  return fetched("/sparql", { method: "POST", body, headers: { Accept: accept }, signal });
}

async function run(signal) {
  const began = performance.now();
  const response = await ask("application/sparql-results+json, text/turtle;q=0.9", signal);
  const graph = response.headers.get("content-type").startsWith("text/turtle");
  const answer = graph ? await response.text() : await response.json();
  const seconds = ((performance.now() - began) / 1000).toFixed(2);
  const shown = graph ? element("pre", answer) : "boolean" in answer ? element("p", answer.boolean ? "Yes" : "No") : table(answer);
  $("answer").replaceChildren(shown);
  const rows = answer.results?.bindings.length;
  const cut = rows > MOST_ROWS ? `, the first ${MOST_ROWS} shown` : "";
  tell(rows === undefined ? `${seconds} s` : `${rows} row${rows === 1 ? "" : "s"}${cut}, ${seconds} s`);
}

function table(answer) {
  const made = element("table");
  const head = made.createTHead().insertRow();
  for (const name of answer.head.vars) head.append(element("th", name));
  const body = made.createTBody();
  for (const binding of answer.results.bindings.slice(0, MOST_ROWS)) {
    const row = body.insertRow();
    for (const name of answer.head.vars) row.insertCell().textContent = binding[name]?.value ?? "";
  }
  return made;
}

async function download(signal) {
  const content = await (await ask("text/csv", signal)).blob();
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = "answer.csv";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  tell("Downloaded.");
}

function parameter({ name, description, default: preset }, example) {
  const label = element("label", `${name}: ${description}`);
  const input = element("input");
  input.name = name;
  input.placeholder = preset ?? "";
  input.value = example.match(new RegExp(`-p ${name}=("[^"]*"|\\S+)`))?.[1].replaceAll('"', "") ?? "";
  label.append(input);
  return label;
}

async function list() {
  const queries = new Map((await (await fetched("/queries.json")).json()).map((query) => [query.name, query]));
  for (const [name, query] of queries) $("names").append(new Option(query.title || name, name));
  $("names").addEventListener("change", () => {
    const query = queries.get($("names").value);
    $("answers").textContent = query?.answers ?? "";
    $("parameters").replaceChildren(...(query?.parameters ?? []).map((one) => parameter(one, query.example)));
    $("fill").hidden = !query;
  });
}

async function fill(signal) {
  const inputs = [...$("parameters").querySelectorAll("input")].filter((input) => input.value);
  const given = new URLSearchParams(inputs.map((input) => [input.name, input.value]));
  $("query").value = await (await fetched(`/queries/${$("names").value}?${given}`, { signal })).text();
  tell("Written out below.");
}

function on(id, event, work) {
  $(id).addEventListener(event, (happened) => {
    happened.preventDefault();
    busy(work);
  });
}

on("asking", "submit", run);
on("csv", "click", download);
on("packaged", "submit", fill);
$("stop").addEventListener("click", () => running?.abort());
list().catch((error) => tell(error.message, true));
