package ai.preloop.api.end2end;

import ai.preloop.api.end2end.Http.Reply;
import tools.jackson.databind.JsonNode;

/** The owner, signed in, over REST. */
public record Approver(Http http, String token) {

  private static final String PATH = "/api/v1/approval-requests/";

  public JsonNode show(String approval) {
    return http.get(PATH + approval, token).expect(200);
  }

  /** Approves what is shown, to the byte. */
  public Reply approve(String approval) {
    String digest = show(approval).path("digest").asString();
    return act(approval, "approve", "{\"digest\":\"%s\"}".formatted(digest));
  }

  public Reply decline(String approval, String comment) {
    return act(approval, "decline", "{\"comment\":\"%s\"}".formatted(comment));
  }

  public Reply act(String approval, String action, String body) {
    return http.post(PATH + approval + "/" + action, token, body);
  }
}
