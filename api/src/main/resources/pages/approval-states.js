// Pure: what state a request is in, in words, and the steps that led there.

const WORDS = {
  pending: ["Waiting for a decision", "waiting"],
  declined: ["Declined", "bad"],
  expired: ["Expired", "over"],
  cancelled: ["Cancelled", "over"],
  none: ["Approved", "good"],
  executing: ["Approved, running", "waiting"],
  succeeded: ["Approved and done", "good"],
  failed: ["Approved, but failed", "bad"],
  outcome_unknown: ["Outcome unknown", "doubt"],
};

const LAST_STEPS = {
  executing: { state: "now", title: "Running now…" },
  succeeded: { state: "good", title: "The call was made, and succeeded" },
  failed: { state: "bad", title: "The call failed; it is not tried again" },
  outcome_unknown: { state: "doubt", title: "Nobody knows whether it ran" },
};

const FINAL = new Set(["declined", "expired", "cancelled", "succeeded", "failed"]);
const SETTLED_AFTER = 60_000;

/** One word for the status and, once approved, the execution status. */
export function stateOf(request) {
  return request.status === "approved" ? request.execution_status || "none" : String(request.status);
}

/** [what is said, how it looks]. */
export function wordsOf(state) {
  return WORDS[state] ?? [state, "over"];
}

/** How lively a request is at an instant: "over", "slow" when little can change, else "live". */
export function paceOf(request, now) {
  const state = stateOf(request);
  if (FINAL.has(state)) return "over";
  const settled = state === "none" && now - Date.parse(request.decided_at ?? "") > SETTLED_AFTER;
  return settled || state === "outcome_unknown" ? "slow" : "live";
}

/** The votes in one shape: {approves, by, at, comment}. */
export function votesOf(request) {
  const votes = Array.isArray(request.votes) ? request.votes : [];
  return votes.map((vote) => ({
    approves: /^approve/i.test(vote.verdict ?? vote.choice ?? ""),
    by: nameOf(vote.voter ?? vote.by ?? vote.name),
    at: vote.cast_at ?? vote.at,
    comment: vote.comment,
  }));
}

/** A person's name, however it is told. */
export function nameOf(person) {
  if (person === undefined || person === null) return "";
  return typeof person === "object" ? String(person.name ?? person.id ?? "") : String(person);
}

/** The steps so far, oldest first, as {state, title, by?, at?, comment?}. */
export function stepsOf(request) {
  const votes = votesOf(request);
  const decided = { by: nameOf(request.decided_by), at: request.decided_at, comment: request.comment };
  const steps = votes.map(({ approves, ...vote }) => (approves ? approval(vote) : refusal(vote)));
  if (request.status === "declined" && votes.every((vote) => vote.approves)) steps.push(refusal(decided));
  if (request.status === "approved" && votes.length === 0) steps.push(approval(decided));
  if (request.status === "cancelled") steps.push({ state: "over", title: "Taken back before anybody decided", ...decided });
  if (request.status === "expired") {
    steps.push({ state: "over", title: "Nobody decided in time; nothing ran", at: request.decided_at ?? request.deadline });
  }
  const last = LAST_STEPS[stateOf(request)];
  return last === undefined ? steps : [...steps, last];
}

function approval(by) {
  return { state: "good", title: "Approved", ...by };
}

function refusal(by) {
  return { state: "bad", title: "Declined", ...by };
}
