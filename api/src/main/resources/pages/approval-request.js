// Shows one request: what is asked, how long is left, and what came of it.

import { exactText } from "/assets/approval-source.js";
import { nameOf } from "/assets/approval-states.js";
import { at, duration, element, resultParts, say, showFacts, showJson, textBlock, time, visible, warnings } from "/assets/approval-view.js";

/** The tool with which an agent asks without calling anything. */
export const ASKING = "request_approval";

const URGENT = 60_000;
const UNKNOWN =
  "The call was sent, and the answer never came. It may have run. Look at the server itself before anybody sends it again; Preloop does not.";

/** Shows what does not change; true when there is something in it to be wary of. */
export function showWhatIsAsked(answer) {
  const { kind, tool_name: tool, server, requested_by: by, created_at: created, justification, rule } = answer.value;
  const tally = { hidden: 0, space: 0, lookalike: 0 };
  const name = (text, tag) => element(tag, "", visible(String(text ?? ""), tally));
  const call = [kind === "release" ? "Give the agent the result of " : "Run ", name(tool, "code"), ...(server ? [" on ", name(server, "span")] : [])];
  at("headline").replaceChildren(...(tool === ASKING ? ["An agent asks for approval"] : call));
  at("byline").replaceChildren("Asked by ", name(by, "b"), ...(created ? [" · ", time(created)] : []));
  fill("justification", justification, tally);
  fill("rule", sentences(rule), tally);

  at("withheld").hidden = !answer.value.withheld_result;
  if (answer.value.withheld_result) {
    at("withheld-body").replaceChildren(
      ...resultParts(answer.value.withheld_result, exactText(answer, "withheld_result"), tally));
  }
  const text = answer.value.arguments_text ?? exactText(answer, "arguments") ?? "";
  showJson(at("arguments"), text, tally);
  at("exact").parentElement.open = false;
  at("exact").parentElement.ontoggle = () => at("exact").replaceChildren(visible(text));
  showFacts(at("facts"), [
    ["Digest", digest(answer.value.digest)],
    ["Policy version", answer.value.policy_version === undefined ? "" : visible(String(answer.value.policy_version))],
    ["Approvers", Array.isArray(answer.value.approvers) ? visible(answer.value.approvers.map(nameOf).join(", ")) : ""],
    ["Request", element("code", "", visible(String(answer.value.id ?? "")))],
  ]);
  const wary = warnings(tally);
  showWarning(wary);
  return wary.length > 0;
}

function fill(id, text, tally) {
  at(id).hidden = !text;
  at(id + "-text").replaceChildren(visible(String(text ?? ""), tally));
}

function showWarning(sentences) {
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

/** Shows how long is left by the server's clock, and answers it in milliseconds. */
export function showTime(request, clock) {
  const deadline = Date.parse(request.deadline ?? "");
  const left = deadline - Date.now() - clock;
  const share = left / (deadline - Date.parse(request.created_at ?? ""));
  const words = left > 0 ? duration(left) + " left" : "The time is over";
  at("time-left").textContent = at("pill").dataset.left = Number.isNaN(left) ? "" : words;
  at("time-bar").style.width = Number.isNaN(share) ? "0" : Math.min(100, Math.max(0, share * 100)) + "%";
  at("decision").classList.toggle("urgent", left < URGENT);
  return left;
}

/** Shows what came of it, where there is something to say. */
export function showResult(answer, state) {
  const titles = { succeeded: "Result", failed: "What went wrong", outcome_unknown: "What is known" };
  at("result").hidden = !(state in titles);
  at("result-title").textContent = titles[state] ?? "";
  const error = answer.value.error;
  const parts = [];
  if (state === "outcome_unknown") parts.push(element("p", "", UNKNOWN));
  if (error) parts.push(textBlock(typeof error === "string" ? error : exactText(answer, "error")));
  if (answer.value.result) parts.push(...resultParts(answer.value.result, exactText(answer, "result")));
  if (parts.length === 0) parts.push(element("p", "muted", "The server said nothing more."));
  at("result-body").replaceChildren(...parts);
}

/** The sentences of the rules that asked, each once; a rule without one has none to show. */
function sentences(rule) {
  const all = [rule].flat().map((one) => (typeof one === "object" && one !== null ? one.description : one));
  return [...new Set(all.filter(Boolean))].join(" ");
}
