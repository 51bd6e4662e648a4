// The approval page: shows one request, takes one deliberate decision, and says what came of it.

import { Refused, Unreachable, exactText, sourceOf } from "/assets/approval-source.js";
import { duration, element, showFacts, showJson, showSteps, textBlock, time, visible, warnings } from "/assets/approval-view.js";

const POLL = 2_000;
const SLOW_POLL = 10_000;
const CONFIRM_PAUSE = 500;

const at = (id) => document.getElementById(id);
const source = sourceOf(location);
const shown = { digest: undefined, request: undefined, clock: 0, status: "", sending: false, action: "", timer: 0, warned: [] };

// --- one thing at a time on the page

function only(id) {
  for (const other of ["loading", "message", "sign-in", "request"]) at(other).hidden = other !== id;
}

function message(title, text) {
  clearTimeout(shown.timer);
  at("message-title").textContent = title;
  at("message-text").textContent = text;
  at("message-sign-in").hidden = source.signsIn;
  if (!source.signsIn) at("sign-in-instead").href = source.signInAddress;
  document.title = title + " · Preloop";
  only("message");
  at("message-title").focus();
}

function askToSignIn(problem) {
  clearTimeout(shown.timer);
  source.signOut();
  at("sign-out").hidden = true;
  say("sign-in-problem", problem);
  only("sign-in");
  at(problem ? "password" : "username").focus();
}

function say(id, text) {
  at(id).textContent = text ?? "";
  at(id).hidden = !text;
}

function announce(text) {
  at("announcer").textContent = text;
}

// --- reading

async function refresh() {
  clearTimeout(shown.timer);
  try {
    const answer = await source.read();
    say("connection", "");
    show(answer);
  } catch (problem) {
    explain(problem);
  }
}

function explain(problem) {
  if (problem instanceof Unreachable) {
    say("connection", "Preloop cannot be reached. Trying again…");
    again(POLL);
  } else if (problem instanceof Refused && problem.status === 401 && source.signsIn) {
    askToSignIn(shown.request ? "The sign-in is over. Please sign in again." : "");
  } else if (problem instanceof Refused && (problem.status === 404 || problem.status === 401)) {
    message("This link does not lead anywhere", "It may be mistyped, no longer valid, or meant for somebody else.");
  } else if (problem instanceof Refused && problem.status === 403) {
    message("Not for this account", problem.message || "Whoever is signed in may not see this request.");
  } else if (problem instanceof Refused) {
    say("connection", (problem.message || "Preloop answered " + problem.status + ".") + " Trying again…");
    again(SLOW_POLL);
  } else {
    throw problem;
  }
}

function again(milliseconds) {
  clearTimeout(shown.timer);
  shown.timer = setTimeout(refresh, milliseconds);
}

// --- showing

function show(answer) {
  const request = answer.value;
  const first = shown.request === undefined;
  shown.clock = answer.clock;
  shown.request = request;
  if (shown.digest === undefined) {
    shown.digest = request.digest;
    showWhatIsAsked(answer);
  } else if (shown.digest !== request.digest) {
    message("The request has changed", "What is asked is not what was shown here. Load the page again to see it.");
    return;
  }
  showState(answer);
  at("sign-out").hidden = !source.signsIn;
  if (first || at("request").hidden) {
    only("request");
    if (first) at("headline").focus({ preventScroll: true });
  }
  const pause = pauseAfter(request);
  if (pause > 0) again(pause);
}

function showWhatIsAsked(answer) {
  const { tool_name: tool, server, requested_by: by, created_at: created, justification, rule } = answer.value;
  const tally = { hidden: 0, space: 0, lookalike: 0 };
  const name = (text, tag) => element(tag, "", visible(String(text ?? ""), tally));
  at("headline").replaceChildren("Run ", name(tool, "code"), ...(server ? [" on ", name(server, "span")] : []));
  at("byline").replaceChildren("Asked by ", name(by, "b"), ...(created ? [" · ", time(created)] : []));
  fill("justification", justification, tally);
  fill("rule", typeof rule === "object" && rule !== null ? rule.description : rule, tally);

  const text = answer.value.arguments_text ?? exactText(answer, "arguments") ?? "";
  showJson(at("arguments"), text, tally);
  at("exact").replaceChildren(visible(text));
  showWarning(warnings(tally));
  showFacts(at("facts"), [
    ["Digest", digest(answer.value.digest)],
    ["Policy version", answer.value.policy_version === undefined ? "" : visible(String(answer.value.policy_version))],
    ["Approvers", Array.isArray(answer.value.approvers) ? visible(answer.value.approvers.map(nameOf).join(", ")) : ""],
    ["Request", element("code", "", visible(String(answer.value.id ?? "")))],
  ]);
}

function fill(id, text, tally) {
  at(id).hidden = !text;
  at(id + "-text").replaceChildren(visible(String(text ?? ""), tally));
}

function showWarning(sentences) {
  shown.warned = sentences;
  at("warning").hidden = sentences.length === 0;
  at("warning").replaceChildren(
    element("strong", "", "Look closely. "),
    ...sentences.map((sentence) => sentence + " "),
    "They are marked below by their code.",
  );
  say("confirm-warning", sentences.join(" "));
}

function digest(value) {
  if (!value) return "";
  const hex = String(value).replace(/^sha-?256:/i, "");
  const short = element("code", "", visible((hex.slice(0, 12).match(/.{1,4}/g) ?? []).join(" ")));
  short.title = String(value);
  return short;
}

const nameOf = (person) => (typeof person === "object" && person !== null ? String(person.name ?? person.id ?? "") : String(person));

// --- what state it is in

const PILLS = {
  pending: ["Waiting for a decision", "waiting"],
  declined: ["Declined", "bad"],
  expired: ["Expired", "quiet-pill"],
  cancelled: ["Cancelled", "quiet-pill"],
  none: ["Approved", "good"],
  executing: ["Approved, running", "waiting"],
  succeeded: ["Approved and done", "good"],
  failed: ["Approved, but failed", "bad"],
  outcome_unknown: ["Outcome unknown", "doubt"],
};

function stateOf(request) {
  return request.status === "approved" ? request.execution_status || "none" : request.status;
}

function pauseAfter(request) {
  const state = stateOf(request);
  if (["declined", "expired", "cancelled", "succeeded", "failed"].includes(state)) return 0;
  const decided = Date.parse(request.decided_at ?? "");
  const settled = state === "none" && Date.now() + shown.clock - decided > 60_000;
  return settled || state === "outcome_unknown" ? SLOW_POLL : POLL;
}

function showState(answer) {
  const request = answer.value;
  const state = stateOf(request);
  const [words, look] = PILLS[state] ?? [String(state), "quiet-pill"];
  at("pill").replaceChildren(visible(words));
  at("pill").className = "pill " + look;
  document.title = words + " · Preloop";
  if (shown.status && shown.status !== state) announce(words + ".");
  const pending = state === "pending";
  at("decision").hidden = !pending;
  at("progress").hidden = pending && votes(request).length === 0;
  showQuorum(request);
  showForm(request, pending);
  showSteps(at("steps"), stepsOf(request, state));
  if (shown.status !== state) showResult(answer, state);
  shown.status = state;
  tick();
}

function votes(request) {
  return Array.isArray(request.votes) ? request.votes : [];
}

function showQuorum(request) {
  const received = votes(request).filter((vote) => /^approve/i.test(vote.verdict ?? vote.choice ?? "")).length;
  const many = request.required_approvals > 1;
  say("quorum", many ? received + " of " + request.required_approvals + " approvals" : "");
}

function showForm(request, pending) {
  const may = pending && request.can_decide !== false;
  const recorded = shown.recorded && pending;
  at("decide-form").hidden = !may || recorded;
  at("comment-need").textContent = request.require_reason ? "(needed)" : "(optional)";
  at("comment").required = Boolean(request.require_reason);
  if (recorded) say("decision-note", "Your decision is recorded. It takes effect in a moment.");
  else if (pending && !may) say("decision-note", "You can see this request, but deciding it is for somebody else, or you have voted already.");
  else if (!pending) say("decision-note", "");
}

function stepsOf(request, state) {
  const steps = votes(request).map((vote) => ({
    state: /^approve/i.test(vote.verdict ?? vote.choice ?? "") ? "good" : "bad",
    title: /^approve/i.test(vote.verdict ?? vote.choice ?? "") ? "Approved" : "Declined",
    by: nameOf(vote.voter ?? vote.by ?? vote.name ?? ""),
    at: vote.cast_at ?? vote.at,
    comment: vote.comment,
  }));
  const decided = { by: request.decided_by ? nameOf(request.decided_by) : "", at: request.decided_at, comment: request.comment };
  if (request.status === "declined" && !steps.some((step) => step.state === "bad")) steps.push({ state: "bad", title: "Declined", ...decided });
  if (request.status === "approved" && steps.length === 0) steps.push({ state: "good", title: "Approved", ...decided });
  if (request.status === "cancelled") steps.push({ state: "", title: "Taken back before anybody decided", ...decided });
  if (request.status === "expired") steps.push({ state: "", title: "Nobody decided in time; nothing ran", at: request.decided_at ?? request.deadline });
  const last = {
    executing: { state: "now", title: "Running now…" },
    succeeded: { state: "good", title: "The call was made, and succeeded" },
    failed: { state: "bad", title: "The call failed; it is not tried again" },
    outcome_unknown: { state: "doubt", title: "Nobody knows whether it ran" },
  }[state];
  if (last) steps.push(last);
  return steps;
}

function showResult(answer, state) {
  const result = exactText(answer, "result");
  const error = answer.value.error;
  const titles = { succeeded: "Result", failed: "What went wrong", outcome_unknown: "What is known" };
  at("result").hidden = !(state in titles);
  if (at("result").hidden) return;
  at("result-title").textContent = titles[state];
  const parts = [];
  if (state === "outcome_unknown") {
    parts.push(element("p", "", "The call was sent, and the answer never came. It may have run. Look at the server itself before anybody sends it again; Preloop does not."));
  }
  if (error) parts.push(textBlock(typeof error === "string" ? error : exactText(answer, "error")));
  if (result !== undefined && result !== "null") parts.push(...resultParts(answer.value.result, result));
  if (parts.length === 0) parts.push(element("p", "muted", "The server said nothing more."));
  at("result-body").replaceChildren(...parts);
}

/** The texts of a tool's answer as texts, and the whole of it as it came. */
function resultParts(value, exact) {
  const content = Array.isArray(value?.content) ? value.content : [];
  const texts = content.filter((block) => block?.type === "text" && typeof block.text === "string");
  const whole = element("div", "card arguments");
  showJson(whole, exact);
  if (texts.length === 0) return [whole];
  const details = element("details", "exact", element("summary", "", "The whole answer"), whole);
  return [...texts.map((block) => element("div", "card", textBlock(block.text))), details];
}

// --- how long is left

function tick() {
  const { request } = shown;
  if (request?.status !== "pending") return;
  const deadline = Date.parse(request.deadline ?? "");
  const left = deadline - Date.now() - shown.clock;
  const whole = deadline - Date.parse(request.created_at ?? "");
  at("time-left").textContent = Number.isNaN(left) ? "" : left > 0 ? duration(left) + " left" : "The time is over";
  at("time-bar").style.width = Number.isNaN(left / whole) ? "0" : Math.min(100, Math.max(0, (left / whole) * 100)) + "%";
  at("decision").classList.toggle("urgent", left < 60_000);
  at("approve").disabled = at("confirmed").disabled = shown.sending || left <= 0;
  at("decline").disabled = shown.sending || left <= 0;
}

// --- deciding, in two steps

function choose(action) {
  const needed = shown.request.require_reason && at("comment").value.trim() === "";
  complain(needed ? "Please say why; this decision needs a comment." : "");
  if (needed) return;
  shown.action = action;
  const approves = action === "approve";
  at("confirm-text").textContent = approves
    ? "Approve? The call may run at once, exactly as shown, and cannot be called back."
    : "Decline? The call will not run, and the agent is told.";
  at("confirmed").textContent = approves ? "Yes, approve" : "Yes, decline";
  at("confirmed").className = approves ? "primary" : "danger";
  at("confirm-warning").hidden = !approves || shown.warned.length === 0;
  at("choose").hidden = true;
  at("confirm").hidden = false;
  at("confirm-text").focus();
  shown.confirmableAt = performance.now() + CONFIRM_PAUSE;
}

function back() {
  at("confirm").hidden = true;
  at("choose").hidden = false;
  at(shown.action || "approve").focus();
}

function complain(text) {
  say("comment-problem", text);
  at("comment").setAttribute("aria-invalid", String(Boolean(text)));
  if (text) at("comment").focus();
}

async function decide() {
  // A double click on the first button must not confirm.
  if (shown.sending || performance.now() < shown.confirmableAt) return;
  setSending(true);
  const comment = at("comment").value.trim();
  try {
    const answer = await source.decide(shown.action, { digest: shown.digest, ...(comment ? { comment } : {}) });
    shown.recorded = true;
    say("decision-note", answer.status === 202 ? "Your decision is recorded. It takes effect in a moment." : "");
    announce("Your decision is recorded.");
  } catch (problem) {
    refused(problem);
  } finally {
    setSending(false);
  }
  if (!at("request").hidden) {
    await refresh();
    if (at("decision").hidden) at("headline").focus({ preventScroll: true });
  }
}

function refused(problem) {
  back();
  if (problem instanceof Unreachable) {
    say("decision-note", "No answer came. Whether your decision was recorded shows here as soon as Preloop answers; while the request still waits, you can decide again.");
  } else if (problem instanceof Refused && problem.status === 422) {
    complain(problem.message || "Please say why; this decision needs a comment.");
  } else if (problem instanceof Refused && problem.status === 401 && source.signsIn) {
    askToSignIn("The sign-in is over. Nothing was decided; please sign in again.");
  } else if (problem instanceof Refused) {
    say("decision-note", problem.message || "This was not accepted (" + problem.status + ").");
    announce(problem.message);
  } else {
    throw problem;
  }
}

function setSending(sending) {
  shown.sending = sending;
  at("confirm").setAttribute("aria-busy", String(sending));
  at("back").disabled = sending;
  if (sending) at("confirmed").textContent = "Sending…";
  tick();
}

// --- signing in

async function signIn(event) {
  event.preventDefault();
  say("sign-in-problem", "");
  const password = at("password").value;
  try {
    await source.signIn(at("username").value, password);
  } catch (problem) {
    const unreachable = problem instanceof Unreachable;
    const text = unreachable ? "Preloop cannot be reached. Please try again." : problem.message || "User name and password do not fit.";
    say("sign-in-problem", text);
    at("password").focus();
    return;
  } finally {
    at("password").value = "";
  }
  only("loading");
  await refresh();
}

function signOut() {
  shown.request = shown.digest = undefined;
  askToSignIn("");
}

at("approve").addEventListener("click", () => choose("approve"));
at("decline").addEventListener("click", () => choose("decline"));
at("back").addEventListener("click", back);
at("confirmed").addEventListener("click", decide);
at("decide-form").addEventListener("submit", (event) => event.preventDefault());
at("confirm").addEventListener("keydown", (event) => event.key === "Escape" && !shown.sending && back());
at("sign-in-form").addEventListener("submit", signIn);
at("sign-out").addEventListener("click", signOut);
addEventListener("online", refresh);
setInterval(tick, 1000);

if (source.signsIn && !source.isSignedIn) askToSignIn("");
else refresh();
