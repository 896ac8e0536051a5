// Talk to the simulator; a refusal becomes an Error whose message is a sentence for people.

async function call(method, path, body) {
  const options = { method, headers: {} };
  if (body instanceof FormData) options.body = body;
  else if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers["Content-Type"] = "application/json";
  }
  const answer = await fetch(path, options).catch(() => { throw new Error("模拟器没有回应，请看看它是否还开着。"); });
  const found = await answer.json().catch(() => null);
  if (!answer.ok) throw new Error(sentence(found, answer.status));
  return found;
}

function sentence(problem, status) {
  return (problem && (problem.detail || problem.title || problem.message)) || `没有成功（${status}）。`;
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const put = (path, body) => call("PUT", path, body);
export const remove = (path) => call("DELETE", path);
