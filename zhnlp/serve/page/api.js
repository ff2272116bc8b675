// Requests to the service that sent the page, and nobody else.

/** What went wrong, in a sentence to show; `status` is 0 if no answer came. */
export class ServiceError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

let key = ""; // in memory only: gone when the page is closed

/** The key that the service wants, from now on. */
export function useKey(given) {
  key = given;
}

/** Whether a key is in use. */
export function hasKey() {
  return key !== "";
}

function headers(more) {
  return key ? { ...more, Authorization: `Bearer ${key}` } : more;
}

/** The answer to a POST of `body`. An AbortError is thrown on when `signal` says so. */
export function post(path, body, signal) {
  const given = headers({ "Content-Type": "application/json" });
  return send(`v1/${path}`, { method: "POST", headers: given, body: JSON.stringify(body), signal });
}

/** What the service can do. */
export function about() {
  return send("v1/about", { headers: headers({}) });
}

async function send(path, given) {
  const settings = { cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer" };
  let response;
  try {
    response = await fetch(path, { ...settings, ...given });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError(0, "");
  }
  const answer = await read(response);
  if (response.ok) return answer;
  const message = answer?.error?.message;
  throw new ServiceError(response.status, typeof message === "string" ? message : "");
}

async function read(response) {
  try {
    return await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
    if (response.ok) throw new ServiceError(0, "");
    return null;
  }
}
