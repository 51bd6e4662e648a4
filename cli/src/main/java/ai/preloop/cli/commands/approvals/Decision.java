package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.client.Server.Answer;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;

/** Shows a request, asks who decides, and votes on exactly what was shown. */
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
    JsonNode shown = invocation.server().get(path);
    if (!screen.forPrograms()) {
      ApprovalView.print(screen, shown);
      screen.line("");
    }
    Answer answer =
        ballot.person().signIn().post(path + "/" + action, vote(shown, ballot.comment()));
    if (!screen.answer(answer.body())) {
      report(screen, answer);
      screen.line(
          "See what comes of it: " + invocation.shell().command("approvals show " + ballot.id()));
    }
  }

  private static JsonNode vote(JsonNode shown, String comment) {
    var vote = new LinkedHashMap<String, String>();
    vote.put("digest", shown.path("digest").asString(""));
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
