package ai.preloop.cli.commands.approvals;

import ai.preloop.cli.client.Server.Answer;
import ai.preloop.cli.commands.Invocation;
import ai.preloop.cli.commands.Person;
import ai.preloop.cli.terminal.Json;
import ai.preloop.cli.terminal.Screen;
import java.util.LinkedHashMap;
import java.util.UUID;
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

  void make(Invocation invocation, Person person, UUID id, String comment) {
    var screen = invocation.screen();
    String path = "/approval-requests/" + id;
    JsonNode shown = invocation.server().get(path);
    if (!screen.forPrograms()) {
      ApprovalView.print(screen, shown);
      screen.line("");
    }
    Answer answer = person.signIn().post(path + "/" + action, vote(shown, comment));
    if (!screen.answer(answer.body())) {
      report(screen, answer, id);
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

  private static void report(Screen screen, Answer answer, UUID id) {
    String status = Json.words(answer.body(), "status");
    if (answer.status() == RECORDED) {
      screen.line("Recorded. It is carried out as soon as the workflow service answers.");
    } else if (status.equals("pending")) {
      screen.line("Your vote counts; more approvals are needed.");
    } else {
      screen.line(screen.status(status) + " by " + Json.words(answer.body(), "decided_by"));
    }
    screen.line("See what comes of it: preloop approvals show " + id);
  }
}
