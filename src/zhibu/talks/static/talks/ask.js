// JSON from the server; with a body it is a POST. Throws the refusal {code, sentence}.
export async function ask(url, body) {
  const headers = { Accept: "application/json", "X-CSRFToken": document.querySelector("[name=csrfmiddlewaretoken]").value };
  const answer = await fetch(url, body ? { method: "POST", headers, body: new URLSearchParams(body) } : { headers });
  const data = await answer.json();
  if (!answer.ok) throw data;
  return data;
}
