// The approval page: shows one request, takes one deliberate decision, and says what came of it.

import { ASKING, showResult, showTime, showWhatIsAsked } from "/assets/approval-request.js";
import { Refused, Unreachable, sourceOf } from "/assets/approval-source.js";
import { paceOf, stateOf, stepsOf, votesOf, wordsOf } from "/assets/approval-states.js";
import { at, say, showSteps } from "/assets/approval-view.js";

const POLL = 2_000;
const SLOW_POLL = 10_000;
const CONFIRM_PAUSE = 500;
const NO_ANSWER =
  "No answer came. Whether your decision was recorded shows here as soon as Preloop answers; while the request still waits, you can decide again.";

const source = sourceOf(location);
const NOTHING = { request: undefined, digest: undefined, state: "", recorded: "", refusal: "", warned: false };
const shown = { ...NOTHING, clock: 0, action: "", sending: false, confirmableAt: 0, reading: 0, timer: 0 };

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
  shown.reading++;
  source.signOut();
  at("sign-out").hidden = true;
  say("sign-in-problem", problem);
  only("sign-in");
  at(problem ? "password" : "username").focus();
}

function announce(text) {
  at("announcer").textContent = text;
}

// --- reading

/** Reads again; only the newest reading is shown. */
async function refresh() {
  clearTimeout(shown.timer);
  const reading = ++shown.reading;
  try {
    const answer = await source.read();
    if (reading !== shown.reading) return;
    say("connection", "");
    show(answer);
  } catch (problem) {
    if (reading === shown.reading) explain(problem);
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
  if (first) {
    shown.digest = request.digest;
    shown.warned = showWhatIsAsked(answer);
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
  const pace = paceOf(request, Date.now() + shown.clock);
  if (pace !== "over") again(pace === "slow" ? SLOW_POLL : POLL);
}

// --- what state it is in

function showState(answer) {
  const request = answer.value;
  const state = stateOf(request);
  const pending = state === "pending";
  const [words, look] = wordsOf(state);
  at("pill").textContent = words;
  at("pill").className = "pill " + look;
  document.title = words + " · Preloop";
  at("request").classList.toggle("closed", !pending);
  at("arguments-title").textContent = 
    request.kind === "release" ? "What was sent" : pending ? "What will be sent" : "What was asked for";
  at("decision").hidden = !pending;
  at("progress").hidden = pending && votesOf(request).length === 0;
  showSteps(at("steps"), stepsOf(request));
  showForm(request, pending);
  if (shown.state !== state) {
    if (shown.state) announce(words + ".");
    showResult(answer, state);
  }
  shown.state = state;
  tick();
}

function showForm(request, pending) {
  const received = votesOf(request).filter((vote) => vote.approves).length;
  const several = request.required_approvals > 1;
  say("quorum", several ? received + " of " + request.required_approvals + " approvals" : "");
  const may = request.can_decide !== false;
  at("decide-form").hidden = !may || shown.recorded !== "";
  at("comment-need").textContent = request.require_reason ? "(needed)" : "(optional)";
  at("comment").required = Boolean(request.require_reason);
  const cannot = may || shown.recorded ? "" : "You can see this request, but it is not yours to decide, or you have voted already.";
  say("note", shown.refusal || (pending ? shown.recorded || cannot : ""));
}

// --- how long is left

function tick() {
  if (shown.request?.status !== "pending") return;
  const left = showTime(shown.request, shown.clock);
  for (const id of ["approve", "decline", "confirmed"]) at(id).disabled = shown.sending || left <= 0;
}

// --- deciding, in two steps

function choose(action) {
  shown.refusal = "";
  say("note", "");
  const needed = shown.request.require_reason && at("comment").value.trim() === "";
  complain(needed ? "Please say why; this decision needs a comment." : "");
  if (needed) return;
  shown.action = action;
  const approves = action === "approve";
  at("confirm-text").textContent = approves ? whenApproved(shown.request) : whenDeclined(shown.request);
  at("confirmed").textContent = approves ? "Yes, approve" : "Yes, decline";
  at("confirmed").className = approves ? "primary" : "danger";
  at("confirm-warning").hidden = !approves || !shown.warned;
  at("choose").hidden = true;
  at("confirm").hidden = false;
  at("confirm-text").focus();
  shown.confirmableAt = performance.now() + CONFIRM_PAUSE;
}

function whenApproved({ kind, tool_name: tool }) {
  if (kind === "release") return "Approve? The agent gets the result as shown, and cannot be made to forget it.";
  return tool === ASKING
    ? "Approve? The agent is told that it may go on."
    : "Approve? The call may run at once, exactly as shown, and cannot be called back.";
}

function whenDeclined({ kind }) {
  return kind === "release"
    ? "Decline? The agent is told that the tool ran, and does not get its result."
    : "Decline? The call will not run, and the agent is told.";
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
    shown.recorded =
      answer.status === 202 ? "Your decision is recorded. It takes effect in a moment." : "Your vote is counted; others still have to decide.";
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
    shown.refusal = NO_ANSWER;
  } else if (problem instanceof Refused && problem.status === 422) {
    complain(problem.message || "Please say why; this decision needs a comment.");
  } else if (problem instanceof Refused && problem.status === 401 && source.signsIn) {
    askToSignIn("The sign-in is over. Nothing was decided; please sign in again.");
  } else if (problem instanceof Refused) {
    shown.refusal = problem.message || "This was not accepted (" + problem.status + ").";
  } else {
    throw problem;
  }
  say("note", shown.refusal);
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
  Object.assign(shown, NOTHING);
  at("confirm").hidden = true;
  at("choose").hidden = false;
  at("comment").value = "";
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
