package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.client.Server;
import ai.preloop.cli.client.Server.Answer;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import ai.preloop.policies.problems.ProblemException;
import ai.preloop.policies.problems.ProblemType;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/** Shows a request to the letter to who signs in to decide it, and votes on exactly that. */
enum Decision {
  APPROVE("approve"),
  DENY("decline");

  private static final int RECORDED = 202;

  private final String action;

  Decision(String action) {
    this.action = action;
  }

  void make(Ballot ballot) {
    var invocation = ballot.invocation();
    var screen = invocation.screen();
    String path = "/approval-requests/" + ballot.id();
    // Not with the key that is kept here, which sees neither secrets nor the end of long values.
    Server server = ballot.person().signIn();
    JsonNode request = server.get(path);
    JsonNode vote = vote(request, ballot.comment());
    if (!screen.forPrograms()) {
      show(ballot, request);
    }
    Answer answer = server.post(path + "/" + action, vote);
    if (!screen.answer(answer.body())) {
      report(screen, answer);
      screen.line(
          "See what comes of it: " + invocation.shell().command("approvals show " + ballot.id()));
    }
  }

  private void show(Ballot ballot, JsonNode request) {
    var screen = ballot.invocation().screen();
    ApprovalView.print(screen, request);
    screen.line("");
    if (!ballot
        .person()
        .agrees(
            "Type yes to %s exactly this%s: "
                .formatted(action, ApprovalView.isOfResult(request) ? " result" : ""))) {
      throw new ProblemException(ProblemType.CONFLICT, "Nothing was decided.");
    }
  }

  private static JsonNode vote(JsonNode request, String comment) {
    if (!ApprovalView.isWhole(request)) {
      throw new ProblemException(
          ProblemType.FORBIDDEN,
          "This request is not yours to decide, so it is not shown to you whole.");
    }
    if (ApprovalView.isOfResult(request)
        && Json.words(request, "status").equals("pending")
        && !request.hasNonNull("withheld_result")) {
      throw new ProblemException(
          ProblemType.UNAVAILABLE,
          "The result that this is about cannot be shown now, so it is not decided either.");
    }
    var vote = new LinkedHashMap<String, String>();
    vote.put("digest", request.path("digest").asString(""));
    if (!comment.isEmpty()) {
      vote.put("comment", comment);
    }
    return Json.of(vote);
  }

  private static void report(Screen screen, Answer answer) {
    String status = Json.words(answer.body(), "status");
    if (answer.status() == RECORDED) {
      screen.line("Recorded. It is carried out as soon as the workflow service answers.");
    } else if (status.equals("pending")) {
      screen.line("Your vote counts; more approvals are needed.");
    } else {
      screen.line(screen.status(status) + " by " + Json.words(answer.body(), "decided_by"));
    }
  }
}
